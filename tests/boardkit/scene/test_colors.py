"""CSS colours as canvas takes them."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from boardkit.board import model
from boardkit.scene.colors.parse import parse_color
from boardkit.scene.nodes import Color, Path
from boardkit.warnings import WarningCode
from tests.boardkit.scene.drawing import Stage

BLUE = Color(37, 99, 235)
HALF_BLUE = Color(37, 99, 235, 128 / 255)


def channels(css: str) -> tuple[float, ...]:
    """Red, green, blue and alpha."""
    color = parse_color(css)
    assert color is not None
    return astuple(color)


@pytest.mark.parametrize(
    ("css", "color"),
    [
        ("#26e", Color(34, 102, 238)),
        ("#26e8", Color(34, 102, 238, 136 / 255)),
        ("#2563eb", BLUE),
        ("#2563EB80", HALF_BLUE),
        ("rgb(37, 99, 235)", BLUE),
        ("rgb(37 99 235)", BLUE),
        ("RGB(37 99 235 / 50%)", HALF_BLUE),
        ("rgba(37, 99, 235, 0.5)", HALF_BLUE),
        ("rgba(37,99,235,50%)", HALF_BLUE),
        ("rgb(0%, 50%, 100%)", Color(0, 128, 255)),
        ("rgb(none 99 235)", Color(0, 99, 235)),
        ("hsl(120, 100%, 25%)", Color(0, 127.5, 0)),
        ("hsl(120deg 100% 25%)", Color(0, 127.5, 0)),
        ("hsl(0.5turn 100% 50%)", Color(0, 255, 255)),
        ("hsla(240, 100%, 50%, 0.25)", Color(0, 0, 255, 64 / 255)),
        ("hsl(-120 100% 50% / 1)", Color(0, 0, 255)),
        ("hwb(0 20% 20%)", Color(204, 51, 51)),
        ("lab(50 0 0)", Color(118.913, 118.913, 118.913)),
        ("lch(50 0 120)", Color(118.913, 118.913, 118.913)),
        ("oklab(0.5 0 0)", Color(99.086, 99.086, 99.086)),
        ("oklch(0.7 0.4 150)", Color(0, 213.857, 0)),
        ("oklch(1.5 0.3 90)", Color(255, 237.766, 0)),
        ("color(srgb 20% 50% 90% / 30%)", Color(51, 127.5, 229.5, 77 / 255)),
        ("color(srgb-linear 0.2 0.5 0.9)", Color(123.555, 187.516, 243.445)),
        ("color(display-p3 0 1 0)", Color(0, 255, 0)),
        ("color(display-p3 10% none 0.7)", Color(28.987, 0, 186.135)),
        ("color(a98-rgb 0.3 0.5 0.7)", Color(28.907, 128.486, 181.777)),
        ("color(prophoto-rgb 0.3 0.5 0.7)", Color(0, 154.615, 198.263)),
        ("color(rec2020 0.3 0.5 0.7)", Color(0, 143.553, 191.323)),
        ("color(xyz 0.3 0.5 0.7)", Color(0, 214.544, 211.456)),
        ("color(xyz-d50 0.3 0.5 0.7)", Color(0, 216.169, 242.354)),
        ("rgb(calc(50 * 3) 20 30%)", Color(150, 20, 77)),
        ("hsl(calc(100deg + 0.25turn) 50% calc(100% / 2))", Color(63.75, 170, 191.25)),
        ("rgb(from #336699 calc(r + 50) b g / 50%)", Color(101, 153, 102, 128 / 255)),
        ("hsl(from red calc(h + 120) s l)", Color(0, 255, 0)),
        ("alpha(from teal / 20%)", Color(0, 128, 128, 51 / 255)),
        ("color(from red display-p3 r g b)", Color(255, 0, 0)),
        ("color-mix(in srgb, red, blue)", Color(127.5, 0, 127.5)),
        ("color-mix(in srgb, red 20%, transparent 30%)", Color(255, 0, 0, 51 / 255)),
        ("color-mix(in hsl longer hue, red, blue)", Color(0, 255, 0)),
        ("color-mix(in hsl, white, blue)", Color(159.375, 159.375, 223.125)),
        ("color-mix(red, blue)", Color(140.362, 83.033, 162.308)),
        ("tomato", Color(255, 99, 71)),
        ("RebeccaPurple", Color(102, 51, 153)),
        ("transparent", Color(0, 0, 0, 0)),
        ("currentColor", Color(0, 0, 0)),
        ("  red\n", Color(255, 0, 0)),
    ],
)
def test_a_colour_is_read_in_every_css_form(css: str, color: Color) -> None:
    assert channels(css) == pytest.approx(astuple(color), abs=0.01)


@pytest.mark.parametrize(
    "css",
    [
        *("", " ", "#", "#12", "#12345", "#1234567", "#ggg", "2563eb", "blu", "red blue", "red;", "inherit"),
        *("rgb()", "rgb(1, 2)", "rgb(1, 2, 3, 4, 5)", "rgb(10%, 20, 30)", "rgb(1 2 3 0.5)", "hsl(red)"),
        *("rgb(from red r, g, b)", "rgb(calc(r) 0 0)", "rgb(calc(1px) 0 0)", "hsl(50% 50% 50%)"),
        *("color-mix(in foo, red, blue)", "color-mix(in srgb, red)", "color-mix(in srgb, red 120%, blue)"),
        *(
            "color-mix()",
            "alpha(from red)",
            "color(srgb 1 2)",
            "rgb(" + "calc(" * 5000 + "1" + ")" * 5001 + " 0 0)",
        ),
        *("url(#a)", "linear-gradient(red, blue)", "null", "[object Object]", "((((((", "\ud800", "\x00"),
    ],
)
def test_what_is_no_colour_is_none(css: str) -> None:
    assert parse_color(css) is None


@pytest.mark.parametrize(
    ("css", "color"),
    [
        ("rgb(300, -5, 127.5)", Color(255, 0, 128)),
        ("rgb(1e999 0 0)", Color(255, 0, 0)),
        ("rgba(1, 2, 3, 7)", Color(1, 2, 3)),
        ("rgba(1, 2, 3, -1)", Color(1, 2, 3, 0)),
        ("hsl(1e999 50% 50%)", Color(191.25, 63.75, 63.75)),
    ],
)
def test_channels_beyond_their_range_are_cut(css: str, color: Color) -> None:
    assert channels(css) == pytest.approx(astuple(color))


@pytest.mark.parametrize("alpha", [0.7, 0.1, 0.004, 0.999])
def test_alpha_has_eight_bits(alpha: float) -> None:
    color = parse_color(f"rgba(0, 0, 0, {alpha})")
    assert color is not None
    assert color.alpha * 255 == pytest.approx(int(alpha * 255 + 0.5), abs=1e-9)


def test_a_shape_whose_colour_is_none_is_black_with_a_remark() -> None:
    stage = Stage()
    node = stage.node(model.Rect(id="r1", width=5, height=5, fill="bluish", stroke="#00f"))
    assert isinstance(node, Path)
    assert node.fill == Color(0, 0, 0)
    assert node.stroke is not None
    assert node.stroke.paint == Color(0, 0, 255)
    (warning,) = stage.log.all()
    assert (warning.code, warning.page, warning.element) == (WarningCode.VALUE_REPAIRED, 1, "r1")
    assert warning.message == "'bluish' is no colour and was drawn black."


def test_a_remark_quotes_little_of_a_long_value() -> None:
    stage = Stage()
    stage.drawn(model.Rect(width=5, height=5, fill="x" * 1_000_000))
    assert len(stage.remarks[0]) < 100


@pytest.mark.parametrize("css", ["color(prophoto-rgb 1e30 -1e30 0)", "lab(50 calc(infinity) 0)"])
def test_a_wide_colour_keeps_what_no_screen_shows_within_reason(css: str) -> None:
    wide = parse_color(css, wide=True)
    assert wide is not None
    assert all(abs(channel) <= 255_000 for channel in astuple(wide))
    assert wide != parse_color(css)
