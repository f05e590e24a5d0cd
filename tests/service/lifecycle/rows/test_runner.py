"""One attempt at an export, from the claim to the file."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from solo_export.boards.models import SoloSession
from solo_export.exports import storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.complete import StoredFile
from solo_export.exports.actions.delete import delete_export
from solo_export.exports.actions.run_now import run_now
from solo_export.exports.assets import AllowedHost, ImageFetcher
from solo_export.exports.clock import in_seconds
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.outcome import succeed
from solo_export.exports.renderer.pool import RendererPool
from solo_export.exports.runner import Runner
from tests.boardkit.pictures import pixels, png
from tests.service.lifecycle.conftest import STATE, Ask, stored
from tests.service.lifecycle.renderer.boards import board, scribble
from tests.support.locks import are_waiting
from tests.support.processes import wait_until
from tests.support.site import Site, file, running

pytestmark = pytest.mark.django_db

LONG = json.loads(board(pages=400, strokes=[scribble(300)]))


@pytest.fixture(scope="module")
def pool() -> Iterator[RendererPool]:
    """A child that serves all tests."""
    pool = RendererPool(size=1, memory_mb=1024, seconds=120)
    yield pool
    pool.close()


@pytest.fixture
def runner(pool: RendererPool) -> Runner:
    """A runner that nobody has told to stop."""
    return Runner(pool)


def now_of(export: ExportRequest) -> ExportRequest:
    return ExportRequest.objects.get(pk=export.pk)


def replace_storage(settings: Settings, kind: str) -> None:
    default = {**settings.STORAGES["default"], "BACKEND": f"tests.support.storages.{kind}"}
    settings.STORAGES = {**settings.STORAGES, "default": default}


class TestASoundBoard:
    def test_its_json_is_the_state_as_it_was(
        self, ask: Ask, runner: Runner, session: SoloSession, files: Path
    ) -> None:
        export = ask("json")
        SoloSession.objects.update(state={"pages": []})
        assert runner.run()
        row = now_of(export)
        assert (row.status, row.file_name, row.page_count) == ("completed", "Урок 4.json", 1)
        [file] = stored(files)
        assert file == files / row.file_key
        assert json.loads(file.read_bytes()) == STATE
        assert row.file_size == file.stat().st_size
        assert "Привіт" in file.read_text()

    def test_its_worker_asks_the_database_few_questions(
        self, ask: Ask, runner: Runner, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        ask("json")
        with django_assert_num_queries(11):
            assert runner.run()
        with django_assert_num_queries(1):
            assert not runner.run()

    @pytest.mark.parametrize(("format", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF-")])
    def test_it_is_drawn(self, ask: Ask, runner: Runner, files: Path, format: str, start: bytes) -> None:
        ask(format)
        assert runner.run()
        [file] = stored(files)
        assert file.suffix == f".{format}"
        assert file.read_bytes().startswith(start)

    def test_several_pictures_are_an_archive_by_another_name(
        self, ask: Ask, runner: Runner, session: SoloSession, files: Path
    ) -> None:
        session.state = json.loads(board(pages=2))
        session.save()
        export = ask("png", pages="all", scale=0.5, filename="Фото")
        runner.run()
        assert (now_of(export).file_name, now_of(export).page_count) == ("Фото.zip", 2)
        assert stored(files)[0].suffix == ".zip"

    def test_what_was_left_out_is_told(self, ask: Ask, runner: Runner, session: SoloSession) -> None:
        session.state = {
            "pages": [{"strokes": [], "assets": [{"type": "image", "src": "blob:x", "w": 9, "h": 9}]}]
        }
        session.save()
        export = ask("png")
        runner.run()
        assert [warning["code"] for warning in now_of(export).warnings] == ["image_missing"]

    def test_no_work_is_no_error(self, runner: Runner) -> None:
        assert not runner.run()
        assert not runner.run(uuid4())


class TestImagesByAddress:
    @pytest.fixture
    def site(self) -> Iterator[Site]:
        with running(Site()) as site:
            site.pages["/a.png"] = file(png(4, 3))
            yield site

    @pytest.fixture
    def address(self, session: SoloSession, site: Site) -> str:
        """What the board's one image is called."""
        address = f"http://images.example.org:{site.port}/a.png"
        images = [{"id": "i1", "type": "image", "src": address, "x": 0, "y": 0, "w": 40, "h": 30}]
        session.state = {"pages": [{"strokes": [], "assets": images}]}
        session.save()
        return address

    @pytest.fixture
    def fetcher(self, site: Site) -> ImageFetcher:
        return ImageFetcher(
            [AllowedHost("images.example.org", site.port)],
            resolver=lambda *_: ["127.0.0.1"],
            is_allowed=lambda found: found == "127.0.0.1",
        )

    @pytest.mark.usefixtures("address")
    def test_they_are_drawn(self, ask: Ask, pool: RendererPool, fetcher: ImageFetcher, files: Path) -> None:
        export = ask("png", scale=1)
        Runner(pool, fetcher).run()
        assert now_of(export).warnings == []
        [drawn] = stored(files)
        assert pixels(drawn.read_bytes())[10, 10].tolist() == [255, 0, 0, 255]

    @pytest.mark.usefixtures("address")
    def test_one_that_cannot_be_had_is_told_with_its_reason(
        self, ask: Ask, pool: RendererPool, fetcher: ImageFetcher, site: Site
    ) -> None:
        site.pages.clear()
        export = ask("pdf")
        Runner(pool, fetcher).run()
        assert now_of(export).status == "completed"
        [warning] = now_of(export).warnings
        assert warning == {
            "code": "image_missing",
            "message": "The image can't be had: its server answers with 404.",
            "page": 1,
            "element": "i1",
        }

    @pytest.mark.usefixtures("address")
    def test_without_an_allowed_host_nobody_is_asked(self, ask: Ask, runner: Runner, site: Site) -> None:
        export = ask("png")
        runner.run()
        assert [warning["code"] for warning in now_of(export).warnings] == ["image_missing"]
        assert site.requests == []

    @pytest.mark.usefixtures("address")
    def test_those_of_pages_that_are_not_drawn_are_not_fetched(
        self, ask: Ask, pool: RendererPool, fetcher: ImageFetcher, site: Site, session: SoloSession
    ) -> None:
        assert session.state is not None
        session.state["pages"].append({"strokes": [], "assets": []})
        session.save()
        ask("png", pages=[2])
        ask("json")
        runner = Runner(pool, fetcher)
        assert [runner.run(), runner.run()] == [True, True]
        assert site.requests == []


class TestABoardToBlame:
    def test_it_fails_at_once_with_a_reason_and_no_file(
        self, ask: Ask, runner: Runner, settings: Settings, files: Path
    ) -> None:
        settings.SOLO_MAX_ELEMENTS = 0
        export = ask("png")
        assert runner.run()
        row = now_of(export)
        assert (row.status, row.failure_code, row.attempts) == ("failed", "over_limit", 1)
        assert row.error is not None
        assert row.error.endswith(".")
        assert stored(files) == []
        assert Snapshot.objects.filter(pk=export.pk).exists()

    def test_its_neighbours_are_drawn(self, ask: Ask, runner: Runner) -> None:
        bad, good = ask("png", pages=["nowhere"]), ask("png")
        while runner.run():
            pass
        assert (now_of(bad).status, now_of(good).status) == ("failed", "completed")

    def test_one_that_takes_too_long_is_given_three_attempts(self, ask: Ask, session: SoloSession) -> None:
        session.state = LONG
        session.save()
        export = ask("png", pages="all")
        hasty = RendererPool(size=1, memory_mb=1024, seconds=0.3)
        seen = []
        for _ in range(3):
            ExportRequest.objects.update(available_at=in_seconds(-1))
            Runner(hasty).run()
            seen.append((now_of(export).status, now_of(export).attempts))
        assert seen == [("pending", 1), ("pending", 2), ("failed", 3)]
        assert now_of(export).failure_code == "too_slow"

    def test_a_board_that_is_gone_is_said_to_be(self, ask: Ask, runner: Runner) -> None:
        export = ask()
        Snapshot.objects.all().delete()
        runner.run()
        assert (now_of(export).status, now_of(export).failure_code) == ("failed", "board_gone")


class TestAStorageThatFails:
    @pytest.mark.parametrize("kind", ["AwayFiles", "FullFiles"])
    def test_the_export_waits_and_nothing_is_left_behind(
        self, ask: Ask, runner: Runner, settings: Settings, files: Path, kind: str
    ) -> None:
        export = ask()
        replace_storage(settings, kind)
        runner.run()
        row = now_of(export)
        assert (row.status, row.attempts, row.lapses) == ("pending", 0, 1)
        assert row.error is None
        assert stored(files) == []

    def test_it_is_done_once_the_storage_is_back(
        self, ask: Ask, runner: Runner, settings: Settings, files: Path
    ) -> None:
        export = ask()
        replace_storage(settings, "AwayFiles")
        runner.run()
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {
                "BACKEND": "solo_export.exports.local_files.LocalFiles",
                "OPTIONS": {"location": files},
            },
        }
        ExportRequest.objects.update(available_at=in_seconds(-1))
        runner.run()
        assert now_of(export).status == "completed"
        assert len(stored(files)) == 1

    def test_a_file_that_came_too_late_is_deleted_by_who_stored_it(
        self, ask: Ask, runner: Runner, settings: Settings, files: Path
    ) -> None:
        export = ask()
        replace_storage(settings, "SlowFiles")
        assert runner.run()
        assert (now_of(export).status, now_of(export).file_key) == ("processing", "")
        assert stored(files) == []

    def test_whoever_fails_too_late_deletes_nothing_of_who_was_faster(
        self, ask: Ask, runner: Runner, settings: Settings, files: Path
    ) -> None:
        export = ask()
        replace_storage(settings, "OvertakenFiles")
        assert runner.run()
        row = now_of(export)
        assert row.status == "completed"
        assert stored(files) == [files / row.file_key]

    def test_what_a_dead_worker_left_is_deleted_by_its_successor(
        self, ask: Ask, runner: Runner, files: Path
    ) -> None:
        export = ask()
        storage.save(Lease(export.pk, uuid4()), "json", b"half a file")
        ExportRequest.objects.update(lapses=1)
        runner.run()
        assert [path.name for path in stored(files)] == [Path(now_of(export).file_key).name]


@pytest.mark.django_db(transaction=True)
class TestMeanwhile:
    """What happens around an export while it is drawn, by threads that have connections of their own."""

    @pytest.fixture
    def export(self, ask: Ask, session: SoloSession, settings: Settings) -> ExportRequest:
        """An export that takes minutes, under a lease of a second."""
        settings.SOLO_EXPORT_LEASE_SECONDS = 1
        session.state = LONG
        session.save()
        return ask("png", pages="all", scale=4)

    @pytest.fixture
    def drawing(self, export: ExportRequest, runner: Runner) -> Iterator[Future[bool]]:
        """The attempt, under way on another thread."""
        with ThreadPoolExecutor(1) as threads:
            attempt = threads.submit(_then_disconnect, runner.run)
            wait_until(lambda: now_of(export).status == "processing", "the export is claimed")
            yield attempt
            runner.stop(0)

    def test_the_lease_is_renewed_while_the_work_goes_on(
        self, export: ExportRequest, drawing: Future[bool]
    ) -> None:
        first = now_of(export)
        ends = {first.lease_expires_at}

        def renewed_often() -> bool:
            ends.add(now_of(export).lease_expires_at)
            return len(ends) > 12

        wait_until(renewed_often, "the lease has outlived its first end")
        assert now_of(export).lease == first.lease

    def test_progress_can_be_read(self, export: ExportRequest, drawing: Future[bool]) -> None:
        wait_until(lambda: now_of(export).pages_done > 0, "some pages are drawn")
        assert now_of(export).pages_total == 400

    def test_a_runner_told_to_stop_hands_the_export_back(
        self, export: ExportRequest, drawing: Future[bool], runner: Runner
    ) -> None:
        runner.stop(grace_seconds=0)
        assert drawing.result()
        row = now_of(export)
        assert (row.status, row.attempts, row.lapses, row.lease_token) == ("pending", 0, 0, None)
        assert ExportRequest.objects.waiting().exists()
        assert not runner.run()

    def test_who_loses_the_lease_stops_drawing(
        self, export: ExportRequest, drawing: Future[bool], files: Path
    ) -> None:
        successor = uuid4()
        ExportRequest.objects.update(lease_token=successor)
        drawing.result()
        assert (now_of(export).status, now_of(export).lease_token) == ("processing", successor)
        assert stored(files) == []

    @pytest.mark.parametrize("by", ["its board", "its caller"])
    def test_so_does_who_works_for_an_export_that_was_deleted(
        self, export: ExportRequest, drawing: Future[bool], session: SoloSession, files: Path, by: str
    ) -> None:
        if by == "its caller":
            assert delete_export(export)
        else:
            session.delete()
        drawing.result()
        assert not ExportRequest.objects.exists()
        assert stored(files) == []


def test_who_waits_for_an_export_that_was_deleted_waits_no_longer(ask: Ask) -> None:
    export = ask()
    delete_export(export)
    assert run_now(export) == export


@pytest.mark.django_db(transaction=True)
def test_deleting_what_is_just_being_completed_leaves_no_file_without_a_row(
    ask: Ask, runner: Runner, files: Path
) -> None:
    """Whoever is first wins, and neither is told of a deadlock."""
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        runner.run()

    with ThreadPoolExecutor(1) as threads:
        for _ in range(10):
            export = ask("json")
            attempt = threads.submit(_then_disconnect, work)
            start.wait()
            assert delete_export(export)
            attempt.result()
    assert not ExportRequest.objects.exists()
    assert stored(files) == []


@pytest.mark.django_db(transaction=True)
def test_a_board_that_goes_while_its_export_is_completed_takes_it_along(
    ask: Ask, session: SoloSession, files: Path
) -> None:
    """Both wait for the snapshot's row, which somebody holds; neither has what the other needs by then."""
    ask("json")
    export = claim()
    assert export is not None
    file = StoredFile(storage.save(export.lease, "json", b"{}"), "board.json", 2, 1)
    with ThreadPoolExecutor(2) as threads:
        with transaction.atomic():
            Snapshot.objects.select_for_update().get()
            deletion = threads.submit(_then_disconnect, session.delete)
            wait_until(lambda: are_waiting(1), "the deletion waits")
            completion = threads.submit(_then_disconnect, partial(succeed, export, file))
            wait_until(lambda: are_waiting(2), "the completion waits")
        deletion.result()
        completion.result()
    assert not ExportRequest.objects.exists()
    assert stored(files) == []


@pytest.mark.django_db(transaction=True)
def test_many_threads_never_take_the_same_export(ask: Ask, runner: Runner, files: Path) -> None:
    for _ in range(24):
        ask("json")
    start = threading.Barrier(6)

    def work() -> int:
        start.wait()
        done = 0
        while runner.run():
            done += 1
        return done

    with ThreadPoolExecutor(6) as threads:
        counts = [threads.submit(_then_disconnect, work) for _ in range(6)]
        assert sum(count.result() for count in counts) == 24
    assert set(ExportRequest.objects.values_list("status", "attempts")) == {("completed", 1)}
    assert len(stored(files)) == 24


def _then_disconnect(call: Callable[[], Any]) -> Any:
    try:
        return call()
    finally:
        connection.close()
