"""A board that travels inside of its own picture comes out as it went in, and nothing else comes out."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import PIL.Image
import pypdf
import pytest

from boardkit import OverLimit, RenderOptions, Resources, StateError, WarningCode, extract_state, render
from boardkit.embedded import in_png
from boardkit.limits import Limits
from boardkit.options import Format
from tests.boardkit.pictures import png
from tests.boardkit.saved import state, stroke
from tests.fonts import PinnedFonts

CARRIERS: tuple[Format, ...] = ("png", "pdf", "svg")
BOARD = state(stroke("line", (10, 10), (90, 90)), stroke("text", (10, 30), text="Їжак </state> 📐"))
TEXT = json.dumps(BOARD, indent=3).encode()
"""Spaced as boardkit itself would not space it."""


def exported(saved: object, format: Format, **options: object) -> bytes:
    chosen = RenderOptions.from_mapping({"embed_state": True, "created": None, **options})
    resources = Resources(PinnedFonts())
    return render(saved, format=format, options=chosen, resources=resources).data  # type: ignore[arg-type]


@pytest.mark.parametrize("format", CARRIERS)
class TestCarried:
    def test_text_comes_out_byte_by_byte(self, format: Format) -> None:
        assert extract_state(exported(TEXT, format)) == TEXT
        assert extract_state(exported(TEXT.decode(), format)) == TEXT

    def test_values_come_out_equal(self, format: Format) -> None:
        assert json.loads(extract_state(exported(BOARD, format)) or b"") == BOARD

    def test_a_large_state_is_whole(self, format: Format) -> None:
        large = {**BOARD, "note": [f"{number:x}" for number in range(200_000)]}
        assert json.loads(extract_state(exported(large, format)) or b"") == large

    def test_without_the_option_nothing_is_carried(self, format: Format) -> None:
        file = exported(TEXT, format, embed_state=False)
        assert extract_state(file) is None
        assert len(exported(TEXT, format)) > len(file)

    def test_one_over_the_limit_is_refused_without_unpacking_it(self, format: Format) -> None:
        bomb = exported(b'{"pages":[],"x":"' + b"a" * 5_000_000 + b'"}', format)
        tracemalloc.start()
        with pytest.raises(OverLimit) as caught:
            extract_state(bomb, limits=Limits(state_bytes=100_000))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert caught.value.limit == "state_bytes"
        assert peak < 1_000_000

    def test_a_file_cut_anywhere_carries_none_or_is_damaged(self, format: Format) -> None:
        file = exported(TEXT, format)
        for length in range(0, len(file), max(1, len(file) // 97)):
            try:
                assert extract_state(file[:length]) in (None, TEXT)
            except StateError:
                continue


class TestPictures:
    def test_a_png_with_a_board_is_the_same_picture(self) -> None:
        with_board, without = (exported(TEXT, "png", embed_state=carries) for carries in (True, False))
        opened = PIL.Image.open(io.BytesIO(with_board))
        assert opened.tobytes() == PIL.Image.open(io.BytesIO(without)).tobytes()
        assert json.loads(opened.text["boardkit:state"]) == BOARD  # type: ignore[attr-defined]

    def test_of_several_pictures_the_first_carries_it(self) -> None:
        pages = {"pages": [{"id": "a"}, {"id": "b"}]}
        for format in ("png", "svg"):
            with zipfile.ZipFile(io.BytesIO(exported(pages, format, pages="all"))) as archive:
                first, second = (archive.read(name) for name in archive.namelist())
            assert json.loads(extract_state(first) or b"") == pages
            assert extract_state(second) is None

    @pytest.mark.parametrize("format", ["jpg", "webp"])
    def test_a_format_that_can_not_carry_it_says_so(self, format: Format) -> None:
        result = render(BOARD, format=format, options=RenderOptions(embed_state=True))
        assert WarningCode.FORMAT_LIMIT in {warning.code for warning in result.warnings}
        assert extract_state(result.data) is None


class TestPdf:
    def test_readers_show_the_board_as_an_attachment_that_is_the_documents_source(self) -> None:
        reader = pypdf.PdfReader(io.BytesIO(exported(TEXT, "pdf")), strict=True)
        assert reader.attachments == {"board.json": [TEXT]}
        (file,) = reader.trailer["/Root"]["/AF"]  # type: ignore[index]
        assert file.get_object()["/AFRelationship"] == "/Source"

    def test_a_pdf_that_another_program_wrote_anew_still_carries_it(self) -> None:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(exported(TEXT, "pdf")))
        anew = io.BytesIO()
        writer.write(anew)
        assert extract_state(anew.getvalue()) == TEXT


class TestStrangers:
    @pytest.mark.parametrize(
        "file",
        [
            *(b"", b"{}", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<", b"<svg/>", b"<svg>&x;</svg>"),
            b'<svg xmlns="http://www.w3.org/2000/svg"><metadata><state>eJw=</state></metadata></svg>',
            png(),
        ],
    )
    def test_what_is_no_board_carries_none(self, file: bytes) -> None:
        assert extract_state(file) is None

    def test_marks_without_a_board_hide_none(self) -> None:
        marks = b"%PDF-1.7\n" + 1_000_000 * b"/BoardkitState "  # half a minute, if each were to look ahead
        assert extract_state(marks) is None
        assert extract_state(exported(TEXT, "pdf") + marks) == TEXT

    def test_entities_are_refused_before_they_grow(self) -> None:
        laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        file = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]><svg>&a9;</svg>'
        with pytest.raises(StateError, match="entities"):
            extract_state(file.encode())

    @pytest.mark.parametrize(
        "hurt",
        [
            lambda file: file.replace(b"x\xda", b"\0\0", 1),
            lambda file: file.replace(b">eN", b">!!", 1),
        ],
        ids=["deflated data", "base64"],
    )
    def test_a_damaged_board_is_an_error(self, hurt: Callable[[bytes], bytes]) -> None:
        for format in CARRIERS:
            file = exported(TEXT, format)
            if hurt(file) != file:
                with pytest.raises(StateError, match="damaged"):
                    extract_state(hurt(file))

    def test_a_chunk_longer_than_the_file_is_no_harm(self) -> None:
        file = bytearray(in_png(png(), TEXT))
        file[33:37] = struct.pack(">I", 2**32 - 1)
        assert extract_state(bytes(file)) in (None, TEXT)

    def test_a_state_is_found_in_any_png(self) -> None:
        carrier = in_png(png(), TEXT)
        assert extract_state(carrier) == TEXT
        assert zlib.crc32(b"IEND").to_bytes(4) == carrier[-4:]
        assert PIL.Image.open(io.BytesIO(carrier)).size == (2, 3)
