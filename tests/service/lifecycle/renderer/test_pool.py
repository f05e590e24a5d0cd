"""Drawing in child processes: what they deliver, how they end, and what they may not do."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import PIL.Image
import pytest

from boardkit import Limits, NotJson, OptionsError, OverLimit, PictureError, RenderError
from solo_export.exports.renderer.cancellation import Cancellation
from solo_export.exports.renderer.errors import (
    RendererCancelled,
    RendererCrashed,
    RendererKilled,
    RendererOutOfMemory,
    RenderersBusy,
    RendererTimedOut,
)
from solo_export.exports.renderer.jobs import DrawnFile, PictureJob, RenderJob
from solo_export.exports.renderer.pool import RendererPool, shared_pool
from solo_export.exports.renderer.process import RendererProcess
from solo_export.exports.renderer.sealing import can_seal
from tests.boardkit.pictures import data_url, encoded
from tests.fonts import BOARD_IN_OWN_FAMILY, own_font_in
from tests.service.lifecycle.renderer.boards import board, job, long_job, scribble
from tests.support.processes import (
    PATIENCE_SECONDS,
    command_line,
    descendants,
    is_alive,
    kill_all,
    wait_until,
)


@pytest.fixture(autouse=True)
def no_other_children() -> None:
    """Those that tests of the API left warm end first: the children counted here are the test's own."""
    shared_pool().close()


@pytest.fixture
def pool() -> Iterator[RendererPool]:
    """One child at a time."""
    pool = RendererPool(size=1, memory_mb=1024, seconds=PATIENCE_SECONDS)
    yield pool
    pool.close()


seals = pytest.mark.skipif(not can_seal(), reason="this kernel has no filters of system calls")


def draw(pool: RendererPool, job: RenderJob) -> DrawnFile:
    return pool.render(job, cancellation=Cancellation())


def test_fonts_may_lie_in_a_folder(pool: RendererPool, tmp_path: Path) -> None:
    own_font_in(tmp_path)
    wanted = job(json.dumps(BOARD_IN_OWN_FAMILY).encode(), "png")
    assert [warning["code"] for warning in draw(pool, wanted).warnings] == ["font_substituted"]
    with_folder = RendererPool(size=1, memory_mb=1024, seconds=PATIENCE_SECONDS, font_folders=[str(tmp_path)])
    assert draw(with_folder, wanted).warnings == []
    with_folder.close()


def test_the_first_job_is_for_the_child_that_was_started_before(pool: RendererPool) -> None:
    pool.start()
    started = children()
    draw(pool, job(board(), "png"))
    assert len(started) == 1
    assert children() == started


def test_an_avif_is_decoded_in_the_child(pool: RendererPool) -> None:
    file = io.BytesIO()
    PIL.Image.new("RGB", (64, 48), "red").save(file, "AVIF")
    asset = {
        "type": "image",
        "src": data_url(file.getvalue(), "image/avif"),
        "x": 0,
        "y": 0,
        "w": 64,
        "h": 48,
    }
    saved = {"pages": [{"strokes": [], "assets": [asset]}]}
    drawn = draw(pool, job(json.dumps(saved).encode(), "png"))
    assert drawn.warnings == []


def test_large_pictures_take_turns_in_memory() -> None:
    """Together they would take all that the child has."""
    assets = [
        {"type": "image", "src": data_url(large), "x": 0, "y": 0, "w": 920, "h": 1200}
        for large in (encoded(PIL.Image.new("L", (4000, 4000), shade)) for shade in range(9))
    ]
    pool = RendererPool(size=1, memory_mb=576, seconds=PATIENCE_SECONDS)
    state = json.dumps({"pages": [{"strokes": [], "assets": assets}]}).encode()
    assert draw(pool, job(state, "png", scale=0.5)).warnings == []
    pool.close()


def children() -> set[int]:
    """The renderers that this process has started."""
    return {pid for pid in descendants(os.getpid()) if "renderer.child" in command_line(pid)}


def test_a_board_comes_back_as_a_file(pool: RendererPool) -> None:
    state = board()
    drawn = draw(pool, job(state))
    assert json.loads(drawn.data) == json.loads(state)
    assert (drawn.extension, drawn.page_count, drawn.warnings) == ("json", 1, [])
    assert draw(pool, job(state, "png")).data.startswith(b"\x89PNG")


def test_options_reach_the_child(pool: RendererPool) -> None:
    drawn = draw(pool, job(board(pages=3), "png", pages=[1, 3], scale=0.5))
    assert (drawn.extension, drawn.page_count) == ("zip", 2)


def test_progress_comes_page_by_page(pool: RendererPool) -> None:
    seen: list[tuple[int, int]] = []
    pool.render(
        job(board(pages=3), "png", pages="all", scale=0.5),
        cancellation=Cancellation(),
        on_progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_one_child_serves_one_job_after_the_other(pool: RendererPool) -> None:
    draw(pool, job())
    before = children()
    draw(pool, job(board(), "png"))
    assert children() == before
    assert len(before) == 1


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (job(b"no json"), NotJson),
        (job(board(pages=6), limits=Limits(pages=5), format="png"), OverLimit),
        (job(board(), "png", pages=[9]), OptionsError),
        (job(board(), "png", dpi=300), OptionsError),
    ],
)
def test_boardkits_errors_come_through_and_the_child_lives_on(
    pool: RendererPool, bad: RenderJob, error: type[Exception]
) -> None:
    draw(pool, job())
    before = children()
    with pytest.raises(error):
        draw(pool, bad)
    draw(pool, job())
    assert children() == before


def test_an_error_keeps_what_it_knows(pool: RendererPool) -> None:
    with pytest.raises(OverLimit) as caught:
        draw(pool, job(board(pages=6), "png", limits=Limits(pages=5)))
    assert (caught.value.limit, caught.value.allowed, caught.value.found) == ("pages", 5, 6)


class TestAChildThatFails:
    def test_one_that_dies_is_replaced(self, pool: RendererPool) -> None:
        draw(pool, job())
        before = children()

        def strike(*_: int) -> None:
            for pid in before:
                os.kill(pid, signal.SIGSEGV)

        with pytest.raises(RendererCrashed, match="SIGSEGV"):
            pool.render(long_job(), cancellation=Cancellation(), on_progress=strike)
        assert draw(pool, job()).data
        assert children().isdisjoint(before)

    def test_one_that_died_while_idle_costs_no_job(self, pool: RendererPool) -> None:
        draw(pool, job())
        for pid in (before := children()):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(map(is_alive, before)), "the child is dead")
        assert draw(pool, job()).data

    def test_one_that_is_killed_before_its_first_job_was_killed_too(self) -> None:
        process = RendererProcess(memory_mb=1024)
        process.kill()
        with pytest.raises(RendererKilled):
            process.wait_until_ready()
        process.close()

    def test_one_that_takes_too_long_is_ended(self) -> None:
        pool = RendererPool(size=1, memory_mb=1024, seconds=1)
        pool.warm_up()
        before = children()
        with pytest.raises(RendererTimedOut):
            draw(pool, long_job())
        assert not any(map(is_alive, before))
        pool.close()

    def test_one_that_nobody_watches_is_ended_by_the_kernel(self) -> None:
        process = RendererProcess(memory_mb=1024)
        with pytest.raises(RendererTimedOut):
            process.run(long_job().message(), seconds=1)
        wait_until(lambda: not process.is_alive(), "the child has used up its time")
        process.close()

    def test_one_that_wants_too_much_memory_does_not_get_it(self) -> None:
        pool = RendererPool(size=1, memory_mb=256, seconds=PATIENCE_SECONDS)
        with pytest.raises((RendererOutOfMemory, RendererCrashed, RenderError)):
            draw(pool, job(board(strokes=[scribble(50)]), "png", scale=7))
        assert draw(pool, job()).data
        pool.close()

    def test_no_place_is_lost_with_it_and_who_was_killed_is_not_to_blame(self, pool: RendererPool) -> None:
        for _ in range(3):
            with pytest.raises(RendererKilled):
                pool.render(
                    long_job(), cancellation=Cancellation(), on_progress=lambda *_: kill_all([*children()])
                )
        assert draw(pool, job()).data


class TestCancellation:
    def test_a_job_under_way_ends_at_once(self, pool: RendererPool) -> None:
        cancellation = Cancellation()
        with pytest.raises(RendererCancelled):
            pool.render(long_job(), cancellation=cancellation, on_progress=lambda *_: cancellation.cancel())
        assert draw(pool, job()).data

    def test_it_can_come_from_any_thread(self, pool: RendererPool) -> None:
        cancellation, begun = Cancellation(), threading.Event()
        with ThreadPoolExecutor(1) as elsewhere:
            drawing = elsewhere.submit(
                pool.render, long_job(), cancellation=cancellation, on_progress=lambda *_: begun.set()
            )
            begun.wait()
            cancellation.cancel()
            with pytest.raises(RendererCancelled):
                drawing.result()

    def test_a_job_that_was_cancelled_before_is_not_begun(self, pool: RendererPool) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(RendererCancelled):
            pool.render(job(), cancellation=cancellation)
        assert not children()

    def test_after_the_end_it_hurts_nobody(self, pool: RendererPool) -> None:
        cancellation = Cancellation()
        pool.render(job(), cancellation=cancellation)
        before = children()
        cancellation.cancel()
        draw(pool, job())
        assert children() == before


class TestSharing:
    def test_threads_have_a_child_each(self) -> None:
        pool = RendererPool(size=2, memory_mb=1024, seconds=PATIENCE_SECONDS)
        with ThreadPoolExecutor(6) as threads:
            drawn = list(threads.map(lambda _: draw(pool, job(board(), "png")), range(12)))
        assert len({file.data for file in drawn}) == 1
        assert 1 <= len(children()) <= 2
        pool.close()

    def test_who_finds_none_free_in_time_is_told(self) -> None:
        pool = RendererPool(size=1, memory_mb=1024, seconds=1)
        pool.warm_up()
        refused: list[BaseException | None] = []
        with ThreadPoolExecutor(1) as elsewhere:

            def compete(*_: int) -> None:
                """The first has drawn a page, and goes on only when the other has had its answer."""
                refused.append(elsewhere.submit(draw, pool, job()).exception())

            while not refused:  # a slow machine may not draw a page in the time that there is
                with suppress(RendererTimedOut):
                    pool.render(
                        job(board(), "png", scale=0.1), cancellation=Cancellation(), on_progress=compete
                    )
        assert [type(error) for error in refused] == [RenderersBusy]
        pool.close()


class TestConfinement:
    @pytest.fixture
    def child(self, pool: RendererPool, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The /proc directory of a child whose parent knows a secret."""
        monkeypatch.setenv("SOLO_SECRET_KEY", "hush")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
        monkeypatch.setenv("DATABASE_URL", "postgres://hush")
        draw(pool, job())
        [pid] = children()
        return Path(f"/proc/{pid}")

    def test_it_knows_no_secrets(self, child: Path) -> None:
        assert b"hush" not in (child / "environ").read_bytes()

    def test_it_has_nothing_open_but_what_it_needs(self, child: Path) -> None:
        kinds = sorted(str(entry.readlink()).partition(":")[0] for entry in (child / "fd").iterdir())
        assert kinds.count("socket") == 1
        assert kinds.count("pipe") <= 3

    def test_it_is_limited(self, child: Path) -> None:
        limits = dict(
            re.findall(r"^Max (.+?)  +(\d+|unlimited)", (child / "limits").read_text(), re.MULTILINE)
        )
        assert limits["data size"] == str(1024 * 1024 * 1024)
        assert (limits["core file size"], limits["file size"], limits["open files"]) == ("0", "0", "64")
        assert limits["cpu time"] != "unlimited"

    @seals
    def test_it_is_sealed(self, child: Path) -> None:
        status = (child / "status").read_text()
        assert "\nSeccomp:\t2\n" in status
        assert "\nNoNewPrivs:\t1\n" in status

    def test_it_has_one_thread_as_long_as_it_has_rights(self, child: Path) -> None:
        """Those that are there already keep what the others give up."""
        assert len(list((child / "task").iterdir())) == 1

    def test_it_dies_with_its_parent_whatever_it_is_busy_with(self, tmp_path: Path) -> None:
        script = (
            "from solo_export.exports.renderer.process import RendererProcess\n"
            "from tests.service.lifecycle.renderer.boards import long_job\n"
            "process = RendererProcess(memory_mb=1024)\n"
            "process.run(long_job().message(), 60, lambda *_: print('begun', flush=True))\n"
        )
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
            assert parent.stdout is not None
            parent.stdout.readline()
            [child] = descendants(parent.pid)
            parent.kill()
        wait_until(lambda: not is_alive(child), "the child has died with its parent")


class TestWhatIsLeftForTheNext:
    """A warm child draws a board as a fresh one does, whatever it drew before."""

    @pytest.mark.parametrize("format", ["png", "svg"])
    def test_nothing_is(self, pool: RendererPool, format: str) -> None:
        def alone(state: bytes) -> bytes:
            fresh = RendererPool(size=1, memory_mb=1024, seconds=PATIENCE_SECONDS)
            try:
                return draw(fresh, job(state, format)).data
            finally:
                fresh.close()

        first, second = (board(strokes=[scribble(points)]) for points in (50, 9))
        draw(pool, job(first, format))
        with pytest.raises(NotJson):
            draw(pool, job(b'{"hush": ', format))
        assert draw(pool, job(second, format)).data == alone(second)

    def test_no_file_stays_open(self, pool: RendererPool) -> None:
        def open_files() -> int:
            [pid] = children()
            return len(list(Path(f"/proc/{pid}/fd").iterdir()))

        draw(pool, job(board(strokes=[scribble(9)]), "png"))
        before = open_files()
        for format in ("png", "pdf", "svg", "json"):
            draw(pool, job(board(strokes=[scribble(9)]), format))
        assert open_files() == before


class TestPictures:
    def test_a_picture_comes_back_with_nothing_but_its_pixels(self, pool: RendererPool) -> None:
        drawn = draw(pool, job(board(), "png", scale=0.5)).data
        cleaned = pool.clean_png(PictureJob(drawn + b"<script>", Limits()))
        assert (cleaned.width, cleaned.height) == (460, 600)
        assert b"<script>" not in cleaned.data

    def test_what_is_none_is_refused_and_the_child_lives_on(self, pool: RendererPool) -> None:
        with pytest.raises(PictureError):
            pool.clean_png(PictureJob(b"GIF89a", Limits()))
        before = children()
        draw(pool, job())
        assert children() == before
