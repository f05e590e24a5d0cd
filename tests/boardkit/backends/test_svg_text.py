"""Text that stays text: fonts by name, places and lengths as laid out, read and copied in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from boardkit.resources import FontFace
from boardkit.scene.nodes import Stroke, Text
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.backends.scenes import (
    BLACK,
    BLUE,
    coloured_face,
    noto_sans,
    noto_sans_arabic,
    scene,
    text_node,
)
from tests.boardkit.backends.svg_tools import SVG, Viewer, librsvg_pixels, svg_of, tree

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ARABIC = "سلام العالم!"


@pytest.fixture(scope="module")
def browser() -> Iterator[Viewer]:
    with Viewer() as viewer:
        yield viewer


def test_a_line_is_one_text_with_its_font_place_and_length() -> None:
    words = text_node("two  spaces\nsecond", 10, 30, size=20)
    first, second = tree(svg_of(scene(words))).iter(f"{SVG}text")
    assert (first.text, second.text) == ("two  spaces", "second")
    assert first.attrib[SPACE] == "preserve"
    assert first.attrib["font-family"] == "'Noto Sans', sans-serif"
    assert (first.attrib["x"], first.attrib["y"], second.attrib["y"]) == ("0", "0", "24")
    assert float(first.attrib["textLength"]) == pytest.approx(words.lines[0][0].advance, abs=0.001)


@pytest.mark.parametrize(
    ("family", "generic"),
    [("DejaVu Serif", "serif"), ("Courier New", "monospace"), ("PT Sans", "sans-serif")],
)
def test_a_viewer_without_the_font_takes_one_of_its_kind(family: str, generic: str) -> None:
    face = FontFace(noto_sans().data, family, weight=700, italic=True)
    (drawn,) = tree(svg_of(scene(text_node("a", 0, 20, face=face)))).iter(f"{SVG}text")
    assert drawn.attrib["font-family"] == f"'{family}', {generic}"
    assert (drawn.attrib["font-weight"], drawn.attrib["font-style"]) == ("700", "italic")


def test_what_was_made_bold_and_oblique_is_said_and_outlined_so() -> None:
    plain = text_node("l", 20, 50, size=40)
    face = FontFace(noto_sans().data, "Noto Sans", emboldened=True, slanted=True)
    made = text_node("l", 20, 50, size=40, face=face)
    (drawn,) = tree(svg_of(scene(made))).iter(f"{SVG}text")
    assert (drawn.attrib.get("font-weight"), drawn.attrib["font-style"]) == (None, "italic")
    assert float(drawn.attrib["stroke-width"]) == pytest.approx(40 / 32, abs=0.001)
    thin, thick = (librsvg_ink(words) for words in (plain, made))
    assert thick > 1.15 * thin


def test_what_was_made_bold_fades_as_one(browser: Viewer, tmp_path: Path) -> None:
    face = FontFace(noto_sans().data, "Noto Sans", emboldened=True)
    faded = replace(text_node("l", 20, 80, size=80, face=face), opacity=0.5)
    pixels = browser.pixels(svg_of(scene(faded)), tmp_path / "board.svg")
    assert pixels.min() == pytest.approx(128, abs=2)


def test_a_line_around_made_up_bold_is_the_wider(browser: Viewer, tmp_path: Path) -> None:
    face = FontFace(noto_sans().data, "Noto Sans", emboldened=True)
    lined = replace(text_node("l", 20, 50, size=40, face=face), stroke=Stroke(BLUE, 2.0))
    (drawn,) = tree(svg_of(scene(lined))).iter(f"{SVG}text")
    assert float(drawn.attrib["stroke-width"]) == pytest.approx(2 + 40 / 32, abs=0.001)


def test_a_variable_fonts_outlines_are_of_its_weight() -> None:
    heavy = FontFace(noto_sans().data, "Noto Sans", weight=900, variations=(("wght", 900.0),))
    light = text_node("l", 20, 50, size=40)
    assert librsvg_ink(text_node("l", 20, 50, size=40, face=heavy)) > 1.5 * librsvg_ink(light)


def test_letters_set_apart_are_named_as_such_and_kerned_ones_are_not() -> None:
    words = text_node("AVATAR", 0, 20)
    run = words.lines[0][0]
    apart = replace(run, x=run.x + 3.0 * run.clusters, advance=run.advance + 18, spacing=3.0)
    for given, spacing in ((run, None), (apart, "3")):
        (drawn,) = tree(svg_of(scene(replace(words, lines=((given,),))))).iter(f"{SVG}text")
        assert drawn.attrib.get("letter-spacing") == spacing


def test_a_mark_that_leans_to_the_left_does_not_move_its_letter() -> None:
    (marked,) = tree(svg_of(scene(text_node("x\u0301", 0, 20)))).iter(f"{SVG}text")
    assert marked.attrib["x"] == "0"


def test_runs_of_a_line_are_copied_in_the_order_they_are_read(browser: Viewer, tmp_path: Path) -> None:
    copied = browser.text(svg_of(scene(mixed_line())), tmp_path / "board.svg")
    assert copied.split("\n")[-1] == "left " + ARABIC + " again"


def test_a_right_to_left_end_of_a_line_stands_in_its_place_with_its_spaces(
    browser: Viewer, tmp_path: Path
) -> None:
    arabic = text_node("سلام  ", 0, 60, size=24, face=noto_sans_arabic()).lines[0][0]
    number = text_node("45", 0, 60, size=24).lines[0][0]
    line = Text(
        ((number, replace(arabic, x=arabic.x + number.advance)),), fill=BLACK, transform=(1, 0, 0, 1, 9, 60)
    )
    seen = browser.pixels(svg_of(scene(line)), tmp_path / "board.svg")
    wanted = browser.pixels(svg_of(scene(line), text="outlines"), tmp_path / "board.svg")
    places, outlined = (np.flatnonzero((pixels < 128).any(axis=(0, 2))) for pixels in (seen, wanted))
    assert places.max() == pytest.approx(outlined.max(), abs=6)
    gaps, outlined_gaps = (np.diff(ink).max() for ink in (places, outlined))
    assert gaps == pytest.approx(outlined_gaps, abs=4)


def test_right_to_left_text_ends_in_its_place_whatever_font_the_viewer_has(
    browser: Viewer, tmp_path: Path
) -> None:
    words = text_node(ARABIC, 40, 60, size=24, face=noto_sans_arabic())
    pixels = browser.pixels(svg_of(scene(words)), tmp_path / "board.svg")
    ink = np.flatnonzero((pixels < 128).any(axis=(0, 2)))
    assert 40 <= ink.min() <= 46
    assert np.ptp(ink) == pytest.approx(words.lines[0][0].advance, rel=0.1)


def test_right_to_left_text_tells_no_length_with_which_inkscape_would_hide_it() -> None:
    (drawn,) = tree(svg_of(scene(text_node(ARABIC, 40, 60, face=noto_sans_arabic())))).iter(f"{SVG}text")
    assert "textLength" not in drawn.attrib


def test_outlines_need_no_font() -> None:
    data = svg_of(scene(text_node("Площа", 10, 50)), text="outlines")
    assert not list(tree(data).iter(f"{SVG}text"))
    assert len(list(tree(data).iter(f"{SVG}path"))) == 2  # the page's and the line's


def test_outlined_glyphs_in_colours_of_their_own_are_pictures_that_fade_with_the_text() -> None:
    words = replace(text_node("ab", 20, 80, size=40, face=coloured_face()), fill=BLUE, opacity=0.5)
    with TemporaryDirectory() as folder:
        pixels = librsvg_pixels(svg_of(scene(words), text="outlines"), Path(folder) / "board.svg")
    assert pixels[60, 40].tolist() == pytest.approx([255, 128, 128], abs=2)
    assert pixels[60, 80].tolist() == pytest.approx([146, 177, 245], abs=2)


def test_coloured_letters_are_coloured_everywhere_and_are_copied_once(
    browser: Viewer, tmp_path: Path
) -> None:
    words = replace(text_node("ab", 20, 80, size=40, face=coloured_face()), fill=BLUE, opacity=0.5)
    data = svg_of(scene(words))
    pixels = librsvg_pixels(data, tmp_path / "board.svg")
    assert pixels[60, 40].tolist() == pytest.approx([255, 128, 128], abs=2)
    assert pixels[60, 80].tolist() == pytest.approx([146, 177, 245], abs=2)
    assert browser.text(data, tmp_path / "board.svg").strip() == "ab"


def test_browsers_draw_coloured_letters_with_their_own_fonts(browser: Viewer, tmp_path: Path) -> None:
    words = text_node("a", 20, 80, size=40, face=coloured_face())
    pixels = browser.pixels(svg_of(scene(words)), tmp_path / "board.svg")
    assert pixels[60, 40].tolist() != [255, 0, 0]  # a font that they don't have


def test_what_xml_can_not_hold_is_replaced() -> None:
    words = text_node("abc", 10, 50)
    hurt = replace(words, lines=((replace(words.lines[0][0], text="a\x0b\ud800"),),))
    (drawn,) = tree(svg_of(scene(hurt))).iter(f"{SVG}text")
    assert drawn.text == "a\ufffd\ufffd"


def test_a_font_without_outlines_is_named() -> None:
    log = WarningLog()
    words = text_node("ab", 10, 50)
    run = words.lines[0][0]
    blank = replace(run, glyphs=run.glyphs * 0 + 3)  # Noto Sans's space
    svg_of(scene(replace(words, lines=((blank,),))), log, text="outlines")
    assert [warning.code for warning in log.all()] == [WarningCode.GLYPH_MISSING]


def librsvg_ink(words: Text) -> float:
    """How much of a page is covered by outlined words, in pixels."""
    with TemporaryDirectory() as folder:
        pixels = librsvg_pixels(svg_of(scene(words), text="outlines"), Path(folder) / "board.svg")
    return float((255 - pixels[..., 0].astype(int)).sum() / 255)


def mixed_line() -> Text:
    """Two right-to-left runs between two others, in the order they are seen from left to right."""
    words = text_node("left ", 5, 50, size=12)
    head, tail = (
        text_node(half, 0, 0, size=12, face=noto_sans_arabic()).lines[0][0] for half in ("سلام ", "العالم!")
    )
    last = text_node(" again", 0, 0, size=12).lines[0][0]
    x, placed = 0.0, []
    for run in (words.lines[0][0], tail, head, last):
        placed.append(replace(run, x=run.x + x))
        x += run.advance
    return replace(words, lines=(tuple(placed),))
