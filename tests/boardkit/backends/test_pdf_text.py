"""Text stays text: it can be searched and copied, and every glyph is where the scene has it."""

from __future__ import annotations

import ctypes
import io
import unicodedata
from dataclasses import replace
from math import cos, radians, sin
from pathlib import Path as FilePath

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

from boardkit.resources import FontFace
from boardkit.scene.nodes import LinearGradient, Scene, Text
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.backends.pdf_tools import operators, page, pdf_of, pixels, poppler, poppler_pixels
from tests.boardkit.backends.scenes import (
    BLACK,
    BLUE,
    coloured_face,
    glyph_run,
    noto_sans,
    noto_sans_arabic,
    scene,
    text_node,
)


def found(tmp_path: FilePath, *nodes: Text) -> str:
    """What pdftotext finds in a scene of `nodes`, composed and without marks of direction."""
    text = poppler("pdftotext", pdf_of(board(*nodes)), tmp_path)
    visible = "".join(c for c in text if unicodedata.bidirectional(c) not in {"LRE", "RLE", "PDF", "LRM"})
    return unicodedata.normalize("NFC", visible).strip()


def copied(data: bytes) -> str:
    """What PDFium copies of the first page."""
    with pypdfium2.PdfDocument(data) as document:
        text: str = document[0].get_textpage().get_text_range()
        return text


def board(*nodes: Text) -> Scene:
    return scene(*nodes, width=600, height=300)


def test_words_are_found_with_their_spaces_and_lines(tmp_path: FilePath) -> None:
    text = "Площа круга: S = πr²\nта AVAWA, To Ty – «лапки»\n  third line"
    assert found(tmp_path, text_node(text, 40, 50, size=20)) == text.replace("  third", "third")


def test_ligatures_are_copied_as_the_letters_they_join(tmp_path: FilePath) -> None:
    run = glyph_run("office fjord ffi", 20, noto_sans_arabic())
    node = text_node("office affine ffl", 40, 50)
    assert found(tmp_path, node) == "office affine ffl"
    assert len(run.glyphs) <= len(run.text)


def test_letters_with_marks_of_their_own_are_copied_whole(tmp_path: FilePath) -> None:
    text = "ї й x̣̄ q̇ Ǻ"
    assert found(tmp_path, text_node(text, 40, 50, size=20)) == unicodedata.normalize("NFC", text)


def two_texts(face: FontFace) -> Text:
    """The same three glyphs twice; the second time each says another letter."""
    run = glyph_run("aba aba", 20, face)
    return Text(((replace(run, text="aba \u03b1\u03b2\u00e1"),),), fill=BLACK, transform=(1, 0, 0, 1, 40, 50))


def test_one_glyph_that_says_different_things_is_copied_as_each(tmp_path: FilePath) -> None:
    node = two_texts(noto_sans())
    assert found(tmp_path, node) == "aba \u03b1\u03b2\u00e1"
    shown = pixels(pdf_of(board(node)))
    assert (shown == pixels(pdf_of(board(text_node("aba aba", 40, 50, size=20))))).all()


def test_glyphs_of_one_cluster_are_read_once_and_all_drawn(tmp_path: FilePath) -> None:
    run = glyph_run("ab", 40, noto_sans())
    syllable = replace(run, text="\u0431\u0430", clusters=np.zeros(2, dtype=np.int32))
    node = Text(((syllable,),), fill=BLACK, transform=(1, 0, 0, 1, 40, 80))
    assert found(tmp_path, node) == "\u0431\u0430"
    plain = pixels(pdf_of(board(text_node("ab", 40, 80, size=40)))).astype(int)
    assert np.abs(pixels(pdf_of(board(node))) - plain).mean() < 0.1


def test_arabic_words_are_found_in_reading_order(tmp_path: FilePath) -> None:
    node = text_node("مرحبا بالعالم", 40, 50, size=24, face=noto_sans_arabic())
    assert node.lines[0][0].right_to_left
    assert found(tmp_path, node) == "مرحبا بالعالم"


@pytest.mark.parametrize("text", ["سلام لا", "رَبِّ"])
def test_ligatures_and_marks_of_right_to_left_words_are_copied_in_reading_order(
    text: str, tmp_path: FilePath
) -> None:
    node = text_node(text, 40, 50, size=24, face=noto_sans_arabic())
    assert found(tmp_path, node) == unicodedata.normalize("NFC", text)


def test_no_space_is_read_within_a_word_whose_clusters_are_wide(tmp_path: FilePath) -> None:
    run = glyph_run("owowow", 24, noto_sans())
    pairs = replace(run, text="\u0915\u093f\u0928\u093f\u092f\u093f", clusters=run.clusters // 2 * 2)
    node = Text(((pairs,),), fill=BLACK, transform=(1, 0, 0, 1, 40, 50))
    assert found(tmp_path, node) == pairs.text
    plain = pixels(pdf_of(board(text_node("owowow", 40, 50, size=24)))).astype(int)
    assert np.abs(pixels(pdf_of(board(node))) - plain).mean() < 0.1


def test_letters_that_were_set_one_by_one_and_apart_are_words(tmp_path: FilePath) -> None:
    runs, pen = [], 0.0
    for letter in "set apart":
        run = glyph_run(letter, 20, noto_sans())
        runs.append(replace(run, x=run.x + pen))
        pen += run.advance + 7
    node = Text((tuple(runs),), fill=BLACK, transform=(1, 0, 0, 1, 40, 50))
    assert found(tmp_path, node) == copied(pdf_of(board(node))) == "set apart"


def test_a_line_of_both_directions_keeps_its_words(tmp_path: FilePath) -> None:
    left, middle, right = "Слово ", "كتاب", " означає книга"
    runs, pen = [], 0.0
    for text, face in ((left, noto_sans()), (middle, noto_sans_arabic()), (right, noto_sans())):
        run = glyph_run(text, 20, face)
        runs.append(replace(run, x=run.x + pen))
        pen += run.advance
    text = found(tmp_path, Text((tuple(runs),), fill=BLACK, transform=(1, 0, 0, 1, 40, 50)))
    assert all(word in text for word in ("Слово", "كتاب", "означає", "книга"))


def test_halves_of_surrogate_pairs_do_not_stop_the_export(tmp_path: FilePath) -> None:
    run = replace(glyph_run("a?b", 20, noto_sans()), text="a\ud83db")
    assert found(tmp_path, Text(((run,),), fill=BLACK, transform=(1, 0, 0, 1, 40, 50))) == "a\ufffdb"


def glyph_origins(data: bytes) -> list[tuple[float, float]]:
    """Where PDFium sees the origin of each character that is not made up, in points, y up."""
    with pypdfium2.PdfDocument(data) as document:
        text_page = document[0].get_textpage()
        origins = []
        for index in range(text_page.count_chars()):
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
            if not pdfium.FPDFText_IsGenerated(text_page, index):
                origins.append((x.value, y.value))
        return origins


def face_of_2048_units() -> FontFace:
    """A face whose letters are wider than a whole number of thousandths."""
    builder = FontBuilder(2048, isTTF=True)
    builder.setupGlyphOrder([".notdef", "a"])
    builder.setupCharacterMap({0x61: "a"})
    blank = TTGlyphPen(None).glyph()
    builder.setupGlyf({".notdef": blank, "a": blank})
    builder.setupHorizontalMetrics(dict.fromkeys(builder.font.getGlyphOrder(), (1139, 0)))
    builder.setupHorizontalHeader(ascent=2048, descent=0)
    builder.setupNameTable({"familyName": "Blanks", "styleName": "Regular", "psName": "Blanks-Regular"})
    builder.setupOS2()
    builder.setupPost()
    return FontFace(saved(builder), "Blanks")


def test_places_are_told_in_widths_that_every_reader_understands() -> None:
    node = text_node("a" * 100, 30, 70, size=10, face=face_of_2048_units())
    font = page(pdf_of(scene(node, width=900)))["/Resources"]["/Font"]["/F1"]
    (_, widths) = font["/DescendantFonts"][0].get_object()["/W"]
    assert all(isinstance(width, int) for width in widths)


@pytest.mark.parametrize("size", [7.3, 16.0, 120.0])
def test_every_glyph_is_within_a_thousandth_of_the_font_size_of_its_place(size: float) -> None:
    rng = np.random.default_rng(1)
    run = glyph_run("KerningAVAWATo1234567890,overandover." * 3, size, noto_sans())
    jittered = replace(run, x=run.x + rng.uniform(-0.2, 0.2, len(run.x)) * size)
    page = scene(
        Text(((jittered,),), fill=BLACK, transform=(1, 0, 0, 1, 30, 70)), width=90 * size, height=100
    )
    origins = np.array(glyph_origins(pdf_of(page)))
    assert len(origins) == len(run.glyphs)
    wanted = (jittered.x + 30) * 0.75
    assert np.abs(origins[:, 0] - wanted).max() <= 0.001 * size * 0.75
    assert np.abs(origins[:, 1] - 0.75 * (100 - 70)).max() <= 0.001


def test_glyphs_off_the_baseline_keep_their_height() -> None:
    run = glyph_run("abc", 20, noto_sans())
    raised = replace(run, y=np.array([0.0, -6.5, 2.25]))
    origins = glyph_origins(pdf_of(board(Text(((raised,),), fill=BLACK, transform=(1, 0, 0, 1, 30, 70)))))
    heights = [origins[0][1] - y for _, y in origins]
    assert heights == pytest.approx([0, -6.5 * 0.75, 2.25 * 0.75], abs=0.01)


def test_turned_text_is_still_text(tmp_path: FilePath) -> None:
    node = replace(text_node("sideways", 0, 0, size=20), transform=(0, 1, -1, 0, 200, 40))
    assert "sideways" in found(tmp_path, node)


@pytest.mark.parametrize("angle", [-12.5, 45.0, 135.0])
def test_lines_that_slant_are_copied_one_by_one(angle: float, tmp_path: FilePath) -> None:
    along, aside = cos(radians(angle)), sin(radians(angle))
    slanted = replace(
        text_node("first line\nand another", 0, 0), transform=(along, aside, -aside, along, 200, 150)
    )
    assert found(tmp_path, slanted).split() == ["first", "line", "and", "another"]
    assert copied(pdf_of(board(slanted))).splitlines() == ["first line", "and another"]


@pytest.mark.parametrize("words", ["1 2 3", "A B", "\u03b1 \u03b2 = \u03b3"])
def test_spaces_between_single_letters_are_copied(words: str, tmp_path: FilePath) -> None:
    node = text_node(words, 40, 50, size=24)
    assert found(tmp_path, node) == copied(pdf_of(board(node))) == words


def test_each_face_is_embedded_once_as_a_subset_that_says_its_characters(tmp_path: FilePath) -> None:
    arabic = text_node("كتاب", 40, 150, face=noto_sans_arabic())
    pages = [board(text_node("one", 40, 50), arabic), board(text_node("two", 40, 50))]
    lines = poppler("pdffonts", pdf_of(*pages), tmp_path).splitlines()[2:]
    assert len(lines) == 2
    for line, name in zip(lines, ("NotoSans-Regular", "NotoSansArabic-Regular"), strict=True):
        assert line.split()[0][6:] == f"+{name}"
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]


def font_program(data: bytes, key: str) -> bytes:
    fonts = page(data)["/Resources"]["/Font"]
    (font,) = fonts.values()
    descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
    program: bytes = descriptor[key].get_object().get_data()
    return program


def test_only_the_glyphs_used_are_embedded_and_a_variable_font_is_pinned() -> None:
    data = pdf_of(board(text_node("abc", 40, 50)))
    assert len(data) < 6_000
    program = font_program(data, "/FontFile2")
    for table in (b"fvar", b"gvar", b"GSUB", b"cmap"):
        assert table not in program[:300]


def cff_face(others: int = 0) -> FontFace:
    """A face with cubic outlines: a full square on `a`, half a square on `b`, nothing on all `others`."""
    builder = FontBuilder(1000, isTTF=False)
    empty = [".notdef", "space", *(f"empty{number}" for number in range(others))]
    builder.setupGlyphOrder([*empty, "b", "a"])
    builder.setupCharacterMap({0x20: "space", 0x61: "a", 0x62: "b"})
    widths = {"a": 1000, "b": 1000, **dict.fromkeys(empty, 500)}
    strings = {}
    for glyph, height in (*((glyph, 0) for glyph in empty), ("a", 1000), ("b", 500)):
        pen = T2CharStringPen(widths[glyph], None)
        if height:
            pen.moveTo((0, 0))
            for point in ((1000, 0), (1000, height), (0, height)):
                pen.lineTo(point)
            pen.closePath()
        strings[glyph] = pen.getCharString()
    builder.setupCFF("Squares-Regular", {"FullName": "Squares Regular"}, strings, {})
    builder.setupHorizontalMetrics({glyph: (width, 0) for glyph, width in widths.items()})
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares-Regular"})
    builder.setupOS2()
    builder.setupPost()
    return FontFace(saved(builder), "Squares")


def dark_pixels(data: bytes) -> npt.NDArray[np.bool_]:
    brightest: npt.NDArray[np.uint8] = pixels(data).max(axis=2)
    return brightest < 128


def saved(builder: FontBuilder) -> bytes:
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def test_a_glyph_with_cubic_outlines_can_say_different_things_too(tmp_path: FilePath) -> None:
    node = two_texts(cff_face())
    assert found(tmp_path, node) == "aba \u03b1\u03b2\u00e1"
    dark = dark_pixels(pdf_of(board(node)))
    assert dark[31:49, 41:59].all()
    assert dark[31:49, 111:129].all()


@pytest.mark.parametrize("others", [0, 5000])
def test_a_face_with_cubic_outlines_is_embedded_and_drawn(tmp_path: FilePath, others: int) -> None:
    data = pdf_of(board(text_node("ab a", 40, 100, size=40, face=cff_face(others))))
    assert len(data) < 4_000
    assert poppler("pdftotext", data, tmp_path).split() == ["ab", "a"]
    (line,) = poppler("pdffonts", data, tmp_path).splitlines()[2:]
    assert "CID Type 0C" in line
    assert line.split()[-5:-2] == ["yes", "yes", "yes"]
    dark = dark_pixels(data)
    assert dark[62:98, 42:78].all()
    assert not dark[62:78, 82:118].any()
    assert dark[82:98, 82:118].all()


def test_a_face_without_outlines_is_left_out_with_a_remark() -> None:
    bitmaps = FontFace(b"no outlines here", "Emoji")
    run = replace(glyph_run("ok", 16, noto_sans()), face=bitmaps)
    node = replace(text_node("seen", 40, 50), id="t1")
    log = WarningLog()
    data = pdf_of(board(replace(node, lines=(*node.lines, (run,)))), log=log)
    (remark,) = log.all()
    assert (remark.code, remark.page, remark.element) == (WarningCode.GLYPH_MISSING, 1, "t1")
    assert "Emoji" in remark.message
    assert operators(data).count(" TJ\n") == 1


def test_text_without_size_or_color_is_not_written() -> None:
    node = text_node("abc", 40, 50)
    tiny = replace(node, lines=((replace(node.lines[0][0], size=0.0),),))
    clear = replace(node, fill=replace(BLACK, alpha=0.0))
    assert operators(pdf_of(board(tiny, clear))) == operators(pdf_of(board()))


def coloured(words: str, opacity: float = 1.0) -> Text:
    """Words of 40 px squares in blue, of which each `a` is red whatever the text's colour."""
    return replace(text_node(words, 20, 80, size=40, face=coloured_face()), fill=BLUE, opacity=opacity)


def test_glyphs_in_colours_of_their_own_keep_them_and_are_copied_among_the_others(tmp_path: FilePath) -> None:
    data = pdf_of(board(coloured("aba")))
    shown = pixels(data)
    assert [tuple(shown[60, x].tolist()) for x in (40, 80, 120)] == [(255, 0, 0), (37, 99, 235), (255, 0, 0)]
    assert poppler("pdftotext", data, tmp_path).strip() == "aba"


def test_a_line_of_letters_and_glyphs_in_colours_of_their_own_is_copied_as_one(tmp_path: FilePath) -> None:
    plain, coloured_one = glyph_run("letters ", 20, noto_sans()), glyph_run("a", 20, coloured_face())
    after = replace(coloured_one, x=coloured_one.x + plain.advance)
    node = Text(((plain, after),), fill=BLACK, transform=(1, 0, 0, 1, 40, 50))
    below = text_node("and the next line", 40, 74, size=20)
    assert found(tmp_path, node, below).splitlines() == ["letters a", "and the next line"]
    assert copied(pdf_of(board(node, below))).splitlines() == ["letters a", "and the next line"]


def test_glyphs_in_colours_of_their_own_fade_with_the_text() -> None:
    shown = pixels(pdf_of(board(coloured("ab", opacity=0.5))))
    assert shown[60, 40].tolist() == pytest.approx([255, 128, 128], abs=2)
    assert shown[60, 80].tolist() == pytest.approx([146, 177, 245], abs=2)


def test_glyphs_in_colours_of_their_own_leave_the_page_alone_in_a_gradient(tmp_path: FilePath) -> None:
    gradient = LinearGradient((0, 0), (80, 0), ((0.0, BLUE), (1.0, BLACK)))
    data = pdf_of(board(replace(coloured("ab"), fill=gradient)))
    for shown in (pixels(data), poppler_pixels(data, tmp_path)):
        assert shown[200, 300].tolist() == [255, 255, 255]
        assert shown[60, 40].tolist() == pytest.approx([255, 0, 0], abs=2)


@pytest.mark.parametrize("words", ["b", "ab"])
def test_letters_in_a_gradient_that_fades_are_as_faint_as_it_is(words: str, tmp_path: FilePath) -> None:
    faint = replace(BLUE, alpha=0.5)
    gradient = LinearGradient((0, 0), (1, 0), ((0.0, replace(BLUE, alpha=0.0)), (1.0, faint)))
    data = pdf_of(board(replace(coloured(words), fill=gradient)))
    for shown in (pixels(data), poppler_pixels(data, tmp_path)):
        assert shown[60, 20 + 40 * len(words) - 20].tolist() == pytest.approx([146, 177, 245], abs=3)


@pytest.mark.parametrize("face", [noto_sans(), noto_sans_arabic()], ids=lambda face: face.family)
def test_the_box_for_a_character_that_no_font_has_is_drawn(face: FontFace, tmp_path: FilePath) -> None:
    data = pdf_of(board(text_node("한국", 40, 80, size=40, face=face)))
    assert dark_pixels(data).any()
    assert (poppler_pixels(data, tmp_path) < 128).any()
    assert poppler("pdftotext", data, tmp_path).strip() == "한국"


def test_a_glyph_that_says_more_than_a_fonts_codes_is_copied_as_each(tmp_path: FilePath) -> None:
    said = "".join(chr(0x4E00 + number) for number in range(300))
    run = glyph_run("a" * len(said), 1, coloured_face())
    node = Text(((replace(run, text=said),),), fill=BLACK, transform=(1, 0, 0, 1, 20, 80))
    assert found(tmp_path, node) == said


def test_a_variable_font_is_embedded_at_its_own_weight() -> None:
    heavy = FontFace(noto_sans().data, "Noto Sans", weight=900, variations=(("wght", 900.0),))
    thin, thick = (
        dark_pixels(pdf_of(board(text_node("l", 40, 80, size=60, face=face)))).sum()
        for face in (noto_sans(), heavy)
    )
    assert thick > 1.5 * thin


def test_a_face_made_bold_is_drawn_with_a_line_and_fades_as_one() -> None:
    bold = FontFace(noto_sans().data, "Noto Sans", emboldened=True)
    thin, thick = (text_node("l", 40, 80, size=60, face=face) for face in (noto_sans(), bold))
    widths = [dark_pixels(pdf_of(board(node)))[60].sum() for node in (thin, thick)]
    assert widths[1] - widths[0] == pytest.approx(60 / 32, abs=1)
    faded = pixels(pdf_of(board(replace(thick, opacity=0.5))))[60, 40:60]
    assert faded.min() == pytest.approx(128, abs=2)


def test_a_face_made_oblique_leans_to_the_right_and_its_raised_letters_with_it() -> None:
    slanted = FontFace(noto_sans().data, "Noto Sans", slanted=True)
    run = glyph_run("ll", 60, slanted)
    raised = replace(run, x=np.array([0.0, 60.0]), y=np.array([0.0, -20.0]))
    dark = dark_pixels(pdf_of(board(Text(((raised,),), fill=BLACK, transform=(1, 0, 0, 1, 40, 80)))))
    low, high = (np.flatnonzero(dark[row, 100:]).min() for row in (58, 22))
    assert high - low == pytest.approx(36 / 4, abs=1.5)
    assert low == pytest.approx(5, abs=2)
