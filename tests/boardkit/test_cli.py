"""The command line, as a person or a script calls it."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from boardkit.cli import BOARD, DONE, LIBRARY, NO_FILE, USAGE, main
from tests.boardkit.pictures import pixels
from tests.boardkit.saved import state, stroke
from tests.fonts import BOARD_IN_OWN_FAMILY, OWN_FAMILY, own_font_in

BOARDKIT = (sys.executable, "-c", "import sys; from boardkit.cli import main; sys.exit(main())")
ONE_PAGE = state(stroke("rectangle", (5, 5), width=10, height=5), width=40, height=20)
SIX_PAGES = {"pages": [{"name": f"P{number}", "width": 40, "height": 20} for number in range(1, 7)]}


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return written(tmp_path / "my lesson.json", ONE_PAGE)


@pytest.fixture
def six_pages(tmp_path: Path) -> Path:
    return written(tmp_path / "six.json", SIX_PAGES)


def written(path: Path, saved: Any) -> Path:
    path.write_text(json.dumps(saved), encoding="utf-8")
    return path


def run(*arguments: str | Path, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*BOARDKIT, *map(str, arguments)], input=input, capture_output=True, timeout=240)


def render(*arguments: str | Path) -> int:
    return main(["render", *map(str, arguments)])


def pdf(path: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(path.read_bytes()))


def titles(path: Path) -> list[str]:
    """The names of a PDF's pages."""
    return [str(entry.title) for entry in pdf(path).outline]  # type: ignore[union-attr]


class TestRender:
    @pytest.mark.parametrize(
        ("name", "arguments", "start"),
        [
            ("out.png", [], b"\x89PNG"),
            ("out.pdf", [], b"%PDF"),
            ("out.PDF", [], b"%PDF"),
            ("out.json", [], b"{"),
            ("out", [], b"\x89PNG"),
            ("out.svg", [], b"<?xml"),
            ("out.jpg", ["--quality", "50"], b"\xff\xd8\xff"),
            ("out.webp", [], b"RIFF"),
            ("out.png", ["--format", "pdf"], b"%PDF"),
        ],
    )
    def test_the_format_is_asked_for_or_told_by_the_outputs_name(
        self, board: Path, name: str, arguments: list[str], start: bytes
    ) -> None:
        output = board.with_name(name)
        assert render(board, "-o", output, *arguments) == DONE
        assert output.read_bytes().startswith(start)

    def test_several_pages_as_png_are_a_zip_whatever_their_name(self, six_pages: Path) -> None:
        output = six_pages.with_suffix(".png")
        assert render(six_pages, "-o", output, "--pages", "all") == DONE
        assert output.read_bytes().startswith(b"PK")

    @pytest.mark.parametrize(
        ("pages", "names"),
        [
            ("2,4-6", ["P2", "P4", "P5", "P6"]),
            (" 3 , 1", ["P3", "P1"]),
            ("all", ["P1", "P2", "P3", "P4", "P5", "P6"]),
            ("current", ["P1"]),
        ],
    )
    def test_pages_are_numbers_ranges_or_words(self, six_pages: Path, pages: str, names: list[str]) -> None:
        output = six_pages.with_suffix(".pdf")
        assert render(six_pages, "-o", output, "--pages", pages) == DONE
        assert titles(output) == names

    def test_scale_background_and_crop_are_passed_on(self, board: Path) -> None:
        output = board.with_suffix(".png")
        options = ["--scale", "3", "--background", "transparent", "--crop", "content"]
        assert render(board, "-o", output, *options) == DONE
        picture = pixels(output.read_bytes())
        assert picture.shape == (9 * 3, 14 * 3, 4)
        assert picture[13, 21].tolist() == [0, 0, 0, 0]

    def test_paper_and_orientation_are_passed_on(self, board: Path) -> None:
        output = board.with_suffix(".pdf")
        assert render(board, "-o", output, "--paper", "a4", "--orientation", "portrait") == DONE
        box = pdf(output).pages[0].mediabox
        assert (round(box.width), round(box.height)) == (595, 842)

    def test_fonts_may_lie_in_a_folder(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        own_font_in(tmp_path)
        board = written(tmp_path / "board.json", BOARD_IN_OWN_FAMILY)
        assert render(board, "-o", tmp_path / "a.png", "--fonts", tmp_path) == DONE
        assert capsys.readouterr().err == ""
        assert render(board, "-o", tmp_path / "b.png") == DONE
        assert OWN_FAMILY in capsys.readouterr().err

    def test_pretty_json_is_indented(self, board: Path) -> None:
        output = board.with_name("out.json")
        assert render(board, "-o", output, "--pretty") == DONE
        assert json.loads(output.read_bytes()) == ONE_PAGE
        assert output.read_bytes().startswith(b'{\n  "pages"')

    @pytest.mark.parametrize(("arguments", "title"), [([], "my lesson"), (["--title", "Урок 1"], "Урок 1")])
    def test_a_pdf_is_titled_as_asked_or_by_the_inputs_name(
        self, board: Path, arguments: list[str], title: str
    ) -> None:
        output = board.with_suffix(".pdf")
        assert render(board, "-o", output, *arguments) == DONE
        metadata = pdf(output).metadata
        assert metadata is not None
        assert metadata.title == title

    def test_a_pdf_says_when_it_was_made(self, board: Path) -> None:
        output = board.with_suffix(".pdf")
        before = datetime.now(UTC).replace(microsecond=0)
        assert render(board, "-o", output) == DONE
        metadata = pdf(output).metadata
        assert metadata is not None
        assert metadata.creation_date is not None
        assert before <= metadata.creation_date <= datetime.now(UTC)

    def test_dashes_are_standard_input_and_output(self) -> None:
        done = run("render", "-", "-o", "-", "--scale", "1", input=json.dumps(ONE_PAGE).encode())
        assert done.returncode == DONE
        assert pixels(done.stdout).shape == (20, 40, 4)
        assert done.stderr == b""

    def test_the_output_is_standard_output_unless_named(self, board: Path) -> None:
        assert (
            run("render", board, "--format", "json").stdout
            == json.dumps(ONE_PAGE, separators=(",", ":")).encode()
        )


class TestInspect:
    def test_an_inspection_is_json(self, board: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert main(["inspect", str(board)]) == DONE
        assert json.loads(capsysbinary.readouterr().out) == {
            "dialect": "solo-0.28",
            "current": 1,
            "pages": [
                {"number": 1, "id": "p1", "name": "First", "width": 40.0, "height": 20.0, "elements": 1}
            ],
        }

    def test_odd_names_are_written_in_any_terminal(self) -> None:
        saved = json.dumps({"pages": [{"name": "Дошка \ud83d"}]})
        done = subprocess.run(
            [*BOARDKIT, "inspect", "-"],
            input=saved.encode(),
            capture_output=True,
            env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
            timeout=240,
        )
        assert done.returncode == DONE
        assert json.loads(done.stdout)["pages"][0]["name"] == "Дошка \ud83d"


class TestFailures:
    """Every failure has its exit code and one line of words, and leaves no output behind."""

    def check(
        self, capsys: pytest.CaptureFixture[str], code: int, words: str, *arguments: str | Path
    ) -> None:
        assert main([str(argument) for argument in arguments]) == code
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("boardkit: ")
        assert words in captured.err
        assert captured.err.count("\n") == 1

    def test_a_missing_file(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        gone = tmp_path / "gone.json"
        self.check(capsys, NO_FILE, f"{gone}: No such file or directory", "render", gone)
        self.check(capsys, NO_FILE, f"{gone}: No such file or directory", "inspect", gone)

    def test_an_output_that_cannot_be_written(self, capsys: pytest.CaptureFixture[str], board: Path) -> None:
        output = board.parent / "no folder" / "out.png"
        self.check(capsys, NO_FILE, "No such file or directory", "render", board, "-o", output)

    @pytest.mark.parametrize("content", ["", "{", "<svg/>", "[" * 1000])
    @pytest.mark.parametrize("command", ["render", "inspect"])
    def test_a_board_that_cannot_be_exported(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, content: str
    ) -> None:
        board = tmp_path / "board.json"
        board.write_text(content, encoding="utf-8")
        output = tmp_path / "out.png"
        to_output: list[str | Path] = ["-o", output] if command == "render" else []
        self.check(capsys, BOARD, "The board's saved state is", command, board, *to_output)
        assert not output.exists()

    @pytest.mark.parametrize(
        "pages", ["7", "2,9", "0", "1-", "-3", "4-2", "first", "", "1;2", "1.5", "1-9999999999"]
    )
    def test_pages_that_are_none(
        self, capsys: pytest.CaptureFixture[str], six_pages: Path, pages: str
    ) -> None:
        self.check(capsys, USAGE, "page", "render", six_pages, f"--pages={pages}")

    @pytest.mark.parametrize("name", ["out.gif", "out.jpeg"])
    def test_an_output_named_for_no_format(
        self, capsys: pytest.CaptureFixture[str], board: Path, name: str
    ) -> None:
        output = board.with_name(name)
        self.check(capsys, USAGE, "there are: png, pdf", "render", board, "-o", output)
        assert not output.exists()

    @pytest.mark.parametrize("quality", ["0", "101"])
    def test_a_quality_out_of_range(
        self, capsys: pytest.CaptureFixture[str], board: Path, quality: str
    ) -> None:
        words = "quality must be from 1 to 100"
        self.check(capsys, USAGE, words, "render", board, f"--quality={quality}")

    @pytest.mark.parametrize("scale", ["0", "9", "nan", "-1"])
    def test_a_scale_out_of_range(self, capsys: pytest.CaptureFixture[str], board: Path, scale: str) -> None:
        self.check(capsys, USAGE, "scale must be from 0.1 to 8", "render", board, f"--scale={scale}")

    @pytest.mark.parametrize(
        "arguments",
        [
            *([], ["draw"], ["render"], ["inspect"], ["render", "a.json", "b.json"]),
            *(["render", "a.json", "--paper", "a5"], ["render", "a.json", "--scale", "big"]),
            ["render", "a.json", "--format", "gif"],
        ],
        ids=" ".join,
    )
    def test_wrong_usage(self, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == USAGE
        assert "usage: boardkit" in capsys.readouterr().err

    def test_fonts_that_lie_nowhere(self, capsys: pytest.CaptureFixture[str], board: Path) -> None:
        self.check(capsys, USAGE, "nowhere is none", "render", board, "--fonts", "nowhere")

    def test_a_missing_system_library(self, board: Path, tmp_path: Path) -> None:
        """A stand-in for skia-python on a machine without libEGL, found before the real one."""
        stand_in = tmp_path / "stand-in"
        stand_in.mkdir()
        words = "libEGL.so.1: cannot open shared object file: No such file or directory"
        (stand_in / "skia.py").write_text(f"raise ImportError({words!r})\n", encoding="utf-8")
        done = subprocess.run(
            [*BOARDKIT, "render", board],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(stand_in)},
            text=True,
            timeout=240,
        )
        assert done.returncode == LIBRARY
        assert done.stderr == f"boardkit: {words}. On Debian: apt-get install libegl1 libgl1\n"

    def test_the_exit_codes_are_those_that_are_promised(self) -> None:
        assert (DONE, NO_FILE, USAGE, BOARD, LIBRARY) == (0, 1, 2, 3, 4)


class TestRemarks:
    def test_remarks_go_to_standard_error_with_their_codes_and_places(self, tmp_path: Path) -> None:
        saved = {"pages": [{"strokes": [None, stroke("laser", (0, 0), id="s7")]}], "currentPageIndex": 9}
        done = run("render", written(tmp_path / "b.json", saved), "--scale", "0.1")
        assert done.returncode == DONE
        assert done.stdout.startswith(b"\x89PNG")
        assert done.stderr.decode().splitlines() == [
            "boardkit: The board's open page is number 10, which it doesn't have; the first was taken. "
            "(page_index_repaired)",
            "boardkit: page 1: The stroke was left out: it is saved as something else than an object. "
            "(element_left_out)",
            "boardkit: page 1: The laser stroke was left out: the board has no such tool. "
            "(element_left_out, element s7)",
        ]

    def test_an_inspection_remarks_too(self, tmp_path: Path) -> None:
        done = run("inspect", written(tmp_path / "b.json", {"pages": [None]}))
        assert b"boardkit: page 1: The page is saved as something else" in done.stderr


class TestProgressBar:
    def on_a_terminal(self, board: Path) -> str:
        """What a person sees on standard error while a PDF is written."""
        terminal, side = pty.openpty()
        command = [*BOARDKIT, "render", str(board), "-o", str(board.with_suffix(".pdf"))]
        with subprocess.Popen(command, stderr=side) as process:
            os.close(side)
            seen = b""
            try:
                while part := os.read(terminal, 1024):
                    seen += part
            except OSError:  # how Linux says that the other side of a terminal was closed
                pass
            os.close(terminal)
        assert process.returncode == DONE
        return seen.decode()

    def test_long_work_shows_a_bar_on_a_terminal(self, six_pages: Path) -> None:
        seen = self.on_a_terminal(six_pages)
        states = [part.strip() for part in seen.split("\r") if part.strip()]
        assert [part.split()[-2] for part in states] == ["1/6", "2/6", "3/6", "4/6", "5/6", "6/6"]
        assert [part.count("█") for part in states] == [5, 10, 15, 20, 25, 30]
        assert seen.endswith("\n")

    def test_short_work_shows_none(self, board: Path) -> None:
        assert self.on_a_terminal(board) == ""

    def test_without_a_terminal_there_is_none(self, six_pages: Path) -> None:
        done = run("render", six_pages, "-o", six_pages.with_suffix(".pdf"))
        assert (done.returncode, done.stderr) == (DONE, b"")
