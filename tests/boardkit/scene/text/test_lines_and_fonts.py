"""Text laid out once: lines, baselines, advances, and the fonts that have the glyphs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import pytest

from boardkit.board import model
from boardkit.host import noto_sans
from boardkit.resources import FontFace, FontQuery, FontStack
from boardkit.scene.nodes import GlyphRun, Text
from boardkit.warnings import RenderWarning, WarningCode
from tests.boardkit.scene.drawing import Stage


@cache
def noto_sans_arabic() -> FontFace:
    file = files("fontpkg_noto_sans_arabic") / "files" / "NotoSansArabic[wdth,wght].ttf"
    return FontFace(file.read_bytes(), "Noto Sans Arabic")


class ArabicFallback:
    """Noto Sans first, and for what it lacks Noto Sans Arabic, which has no Chinese; keeps the requests."""

    def __init__(self) -> None:
        self.queries: list[FontQuery] = []
        self.asked: list[str] = []

    def match(self, query: FontQuery) -> FontStack:
        self.queries.append(query)
        return FontStack((noto_sans(),))

    def fallback(self, query: FontQuery, character: str, *, emoji: bool = False) -> FontFace | None:
        self.asked.append(character)
        return noto_sans_arabic() if "\u0600" <= character <= "\u06ff" else None


def lines(text: str, *, size: float = 20, stage: Stage | None = None) -> tuple[tuple[GlyphRun, ...], ...]:
    node = (stage or Stage()).node(model.Text(text=text, font_size=size, fill="black"))
    assert isinstance(node, Text)
    return node.lines


def run(text: str, *, size: float = 20, stage: Stage | None = None) -> GlyphRun:
    ((only,),) = lines(text, size=size, stage=stage)
    return only


class TestLines:
    def test_a_newline_begins_a_line_and_nothing_else_does(self) -> None:
        laid_out = lines("one\n\ntwo and a half " + "very long " * 50 + "\n")
        assert [[run.text[:3] for run in line] for line in laid_out] == [["one"], [], ["two"], []]

    @pytest.mark.parametrize("space", ["\t", "\r", "\v", "\f"])
    def test_other_white_space_is_drawn_as_plain_spaces(self, space: str) -> None:
        spaced = run(f"a{space}b")
        assert spaced.text == "a b"
        assert spaced.glyphs.tolist() == run("a b").glyphs.tolist()

    @pytest.mark.parametrize(
        ("size", "baseline"),
        [
            (10, 5 + (11 - 3) / 2),
            (16, 8 + (17 - 5) / 2),
            (20, 10 + (21 - 6) / 2),
            (33.5, 16.75 + (36 - 10) / 2),
        ],
    )
    def test_a_baseline_lies_half_a_line_down_and_half_of_what_ascent_exceeds_descent(
        self, size: float, baseline: float
    ) -> None:
        """Noto Sans rises 1.069 em and falls 0.293 em; canvas tells both in whole pixels."""
        np.testing.assert_array_equal(run("a", size=size).y, [baseline])

    def test_each_line_lies_a_font_size_below_the_one_before(self) -> None:
        baselines = [line[0].y[0] for line in lines("a\nb\nc", size=24)]
        assert np.diff(baselines).tolist() == [24, 24]

    def test_every_line_starts_at_the_left(self) -> None:
        assert [line[0].x[0] for line in lines("i\nWWW\n  x")] == [0, 0, 0]

    def test_canvas_reads_no_negative_size_and_keeps_its_first_one(
        self,
    ) -> None:
        stage = Stage()
        assert run("a", size=-20, stage=stage).size == 10
        assert [warning.code for warning in stage.log.all()] == [WarningCode.VALUE_REPAIRED]

    @pytest.mark.parametrize(("text", "size", "fill"), [("", 20, "red"), ("a", 0, "red"), ("a", 20, None)])
    def test_text_that_shows_nothing_is_no_node(self, text: str, size: float, fill: str | None) -> None:
        stage = Stage()
        assert stage.drawn(model.Text(text=text, font_size=size, fill=fill)) == ()
        assert stage.remarks == []


class TestSize:
    @pytest.mark.parametrize(
        ("saved", "drawn"), [(16, 16), (16.239, 16.23), (0.5, 0.5), (10_000, 10_000), (10_001, 10_000)]
    )
    def test_a_size_is_cut_to_hundredths_and_ends_at_ten_thousand(self, saved: float, drawn: float) -> None:
        assert run("a", size=saved).size == pytest.approx(drawn, abs=1e-9)

    @pytest.mark.parametrize("size", [1e12, 1e40, 1e308])
    def test_text_too_large_for_any_page_is_left_out(self, size: float) -> None:
        stage = Stage()
        assert stage.drawn(model.Text(text="a", font_size=size, fill="red")) == ()
        assert stage.remarks == ["The element was left out: it lies too far outside the page."]


class TestAdvances:
    @pytest.mark.parametrize("text", ["a", "Щ", "hamburg", "Привіт"])
    def test_advances_are_unhinted(self, text: str) -> None:
        assert run(text, size=8).advance * 100 == pytest.approx(run(text, size=800).advance, rel=1e-4)

    def test_glyphs_follow_each_other_by_their_advances(self) -> None:
        ends = [run("minimum"[:count]).advance for count in range(1, 8)]
        np.testing.assert_allclose(run("minimum").x, [0, *ends[:-1]], atol=1e-9)

    def test_pairs_are_kerned(self) -> None:
        assert run("To").advance < run("T").advance + run("o").advance
        assert run("nn").advance == pytest.approx(2 * run("n").advance)

    def test_ligatures_are_one_glyph_for_several_characters(self) -> None:
        office = run("office")
        assert len(office.glyphs) == 4
        assert office.clusters.tolist() == [0, 1, 4, 5]
        assert office.text == "office"

    def test_a_combining_mark_takes_no_room(self) -> None:
        assert run("и\u0306").advance == pytest.approx(run("и").advance)


class TestFonts:
    def test_families_are_asked_for_in_their_css_order(self) -> None:
        fonts = ArabicFallback()
        family = "system-ui, 'Open Sans',\"Noto\" , sans-serif"
        Stage(fonts=fonts).drawn(model.Text(text="a", fill="red", font_family=family))
        assert fonts.queries[0].families == ("system-ui", "Open Sans", "Noto", "sans-serif")

    def test_a_font_that_has_all_characters_is_the_only_one_asked(self) -> None:
        fonts = ArabicFallback()
        assert run("Вітаю, world!", stage=Stage(fonts=fonts)).face is noto_sans()
        assert fonts.asked == []

    def test_what_the_first_font_lacks_comes_from_the_fallback(self) -> None:
        stage = Stage(fonts=ArabicFallback())
        ((before, between, after),) = lines("Say سلام now", stage=stage)
        assert [part.text for part in (before, between, after)] == ["Say ", "سلام", " now"]
        assert [part.face.family for part in (before, between, after)] == [
            "Noto Sans",
            "Noto Sans Arabic",
            "Noto Sans",
        ]
        assert stage.remarks == []

    def test_runs_lie_side_by_side_on_one_baseline(self) -> None:
        ((before, between, after),) = lines("Say سلام now", stage=Stage(fonts=ArabicFallback()))
        assert between.x.min() == pytest.approx(before.advance, abs=1)
        assert after.x.min() == pytest.approx(before.advance + between.advance)
        assert before.y[0] == after.y[0]

    def test_a_run_knows_its_direction(self) -> None:
        ((latin, arabic),) = lines("a سلام", stage=Stage(fonts=ArabicFallback()))
        assert not latin.right_to_left
        assert arabic.right_to_left
        assert arabic.clusters.tolist() == sorted(arabic.clusters.tolist(), reverse=True)

    def test_a_character_that_no_font_has_is_remarked_and_drawn_as_the_first_font_draws_it(self) -> None:
        stage = Stage(fonts=ArabicFallback())
        with_missing = run("a漢b字漢", stage=stage)
        assert with_missing.face is noto_sans()
        assert with_missing.glyphs[[1, 3, 4]].tolist() == [0, 0, 0]
        (warning,) = stage.log.all()
        assert warning.code is WarningCode.GLYPH_MISSING
        assert warning.message == "No font has a glyph for: 字 漢"

    def test_a_missing_character_that_nobody_can_read_is_named_by_its_number(self) -> None:
        stage = Stage(fonts=ArabicFallback())
        run("\ue000", stage=stage)
        assert [warning.message for warning in stage.log.all()] == ["No font has a glyph for: U+E000"]

    @pytest.mark.parametrize("family", ["1st", "inherit", "Arial, initial"])
    def test_families_that_css_does_not_take_are_remarked_and_leave_the_canvas_first_font(
        self, family: str
    ) -> None:
        stage = Stage()
        node = stage.node(model.Text(text="a", fill="red", font_family=family, font_size=30))
        assert isinstance(node, Text)
        assert node.lines[0][0].size == 10
        assert "can't be read" in stage.remarks[0]

    def test_characters_that_several_texts_lack_are_remarked_once(self) -> None:
        stage = Stage(fonts=ArabicFallback())
        stage.drawn(*(model.Text(id=name, text="a字", fill="red") for name in "ab"))
        message = "No font has a glyph for: 字"
        assert stage.log.all() == (RenderWarning(WarningCode.GLYPH_MISSING, message, 1, "a", ("b",)),)

    def test_a_text_along_a_path_is_remarked_as_any_text(self) -> None:
        stage = Stage(fonts=WithoutInter())
        family = "Inter, sans-serif"
        stage.drawn(model.TextPath(id="t", text="a字", fill="red", font_family=family, data="M0 0 H200"))
        codes = [(warning.code, warning.element) for warning in stage.log.all()]
        assert codes == [(WarningCode.FONT_SUBSTITUTED, "t"), (WarningCode.GLYPH_MISSING, "t")]

    @pytest.mark.parametrize("invisible", ["\u200b", "\u200d", "\ufe0f", "\u2028", "\ufeff"])
    def test_invisible_characters_need_no_glyph(self, invisible: str) -> None:
        stage = Stage(fonts=ArabicFallback())
        run(f"a{invisible}b", stage=stage)
        assert stage.remarks == []

    @pytest.mark.parametrize("odd", ["\ud800", "\x00", "\U0010ffff"])
    def test_characters_that_are_none_do_no_harm(self, odd: str) -> None:
        assert run(f"a{odd}b").text == f"a{odd}b"


def test_text_is_painted_and_placed_like_any_node() -> None:
    saved = model.Text(id="t", x=5, y=7, text="a", fill="#f00", opacity=0.5, composite="multiply")
    node = Stage().node(saved)
    assert isinstance(node, Text)
    assert (node.id, node.opacity, node.blend) == ("t", 0.5, "multiply")
    assert node.transform == (1, 0, 0, 1, 5, 7)


class WithoutInter(ArabicFallback):
    """Has no Inter."""

    def match(self, query: FontQuery) -> FontStack:
        return FontStack((noto_sans(),), tuple(name for name in query.families if name == "Inter"))


def test_a_family_that_is_not_there_is_remarked_once_with_all_texts_that_want_it() -> None:
    stage = Stage(fonts=WithoutInter())
    wanting = [model.Text(id=name, text="a", fill="red", font_family="Inter, sans-serif") for name in "ab"]
    stage.drawn(*wanting, wanting[0], model.Text(id="c", text="b", fill="red"))
    message = "The font 'Inter' is not installed; Noto Sans took its place."
    assert stage.log.all() == (RenderWarning(WarningCode.FONT_SUBSTITUTED, message, 1, "a", ("b",)),)


class TestBoxes:
    def text(self, **values: object) -> Text:
        node = Stage().node(model.Text(**{"text": "a\nb", "font_size": 20, "fill": "black", **values}))  # type: ignore[arg-type]
        assert isinstance(node, Text)
        return node

    @pytest.mark.parametrize(("align", "place"), [("middle", 30), ("bottom", 60), ("top", 0)])
    def test_lines_stand_in_their_box(self, align: str, place: float) -> None:
        assert self.text(height=100, vertical_align=align).transform[5] == place

    @pytest.mark.parametrize("align", ["left", "center", "right"])
    def test_a_line_lies_in_the_width_that_is_left(self, align: str) -> None:
        node = self.text(text="abc", width=200, padding=10, align=align)
        (run,) = node.lines[0]
        free = 180 - run.advance
        assert node.transform[4] == 10
        assert run.x[0] == pytest.approx({"left": 0, "center": free / 2, "right": free}[align], abs=1e-4)

    def test_justified_lines_reach_the_edge_but_for_the_last(self) -> None:
        node = self.text(text="aa bb cc dd", width=70, align="justify")
        ends = [line[-1].x[0] + line[-1].advance for line in node.lines]
        assert ends[0] == pytest.approx(70, abs=0.01)
        assert ends[-1] < 70

    def test_spaced_letters_are_set_one_by_one_without_kerning(self) -> None:
        plain, spaced = self.text(text="AVA"), self.text(text="AVA", letter_spacing=5)
        glyphs = list(spaced.lines[0])
        assert len(glyphs) == 3
        assert glyphs[1].x[0] - glyphs[0].x[0] == pytest.approx(glyphs[0].advance + 5)
        assert sum(run.advance for run in glyphs) > plain.lines[0][0].advance

    def test_runs_from_right_to_left_say_how_far_apart_their_letters_are_set(self) -> None:
        node = self.text(text="שלום עולם", letter_spacing=5, direction="rtl")
        assert {run.spacing for run in node.lines[0]} == {5}

    def test_letters_that_are_joined_are_not_set_apart_but_the_spaces_between_them_are(self) -> None:
        node = self.text(text="سلام لا", letter_spacing=5, direction="rtl")
        spacings = [(run.text.strip(), run.spacing) for run in node.lines[0]]
        assert spacings == [("لا", 0), ("", 5), ("سلام", 0)]
