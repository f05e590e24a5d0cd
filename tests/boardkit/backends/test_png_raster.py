"""A scene's pixels. Small pictures are drawn as letters, one a pixel."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from boardkit.backends.png import write_png
from boardkit.errors import OverLimit, RenderError
from boardkit.limits import Limits
from boardkit.scene.nodes import (
    Blend,
    Color,
    FillRule,
    Group,
    Image,
    LinearGradient,
    Node,
    Outline,
    Path,
    Pattern,
    Picture,
    RadialGradient,
    Scene,
    Shadow,
    Stroke,
)
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.backends.scenes import BLACK, RED, WHITE, box, polygon, scene, text_node
from tests.boardkit.pictures import Pixels, encoded, png
from tests.boardkit.pictures import pixels as decoded

BLUE = Color(0, 0, 255)
YELLOW = Color(255, 255, 0)
PIXELS = {
    (0, 0, 0, 255): "#",
    (255, 255, 255, 255): ".",
    (255, 0, 0, 255): "R",
    (0, 0, 255, 255): "B",
    (255, 255, 0, 255): "Y",
    (0, 128, 0, 255): "G",
    (0, 0, 0, 0): "_",
}
"""The letters of whole pixels; `~` is anything else."""


def pixels_of(page: Scene, scale: float = 1) -> Pixels:
    """uint8[height, width, 4]: a scene as the PNG has it."""
    (file,) = write_png([page], scale, Limits(), WarningLog())
    return decoded(file)


def drawn(*nodes: Node, width: float = 8, height: float = 4, scale: float = 1) -> Pixels:
    """Nodes on one layer above white paper."""
    return pixels_of(scene(*nodes, width=width, height=height), scale)


def layers(*groups: Group, width: float = 8, height: float = 4) -> Pixels:
    """Layers on nothing."""
    return pixels_of(Scene(1, "", width, height, groups), 1)


def letters(pixels: Pixels) -> list[str]:
    return ["".join(PIXELS.get(tuple(pixel), "~") for pixel in row.tolist()) for row in pixels]


def filled(x: float, y: float, width: float, height: float, color: Color = RED, **values: Any) -> Path:
    return Path(box(x, y, width, height), fill=color, **values)


def picture(width: int = 2, height: int = 2, color: str = "red") -> Picture:
    return Picture(png(width, height, color), "image/png", width, height)


class TestPage:
    def test_a_board_pixel_is_scale_device_pixels(self) -> None:
        assert letters(drawn(filled(1, 0, 1, 1), width=3, height=2, scale=2)) == [
            "..RR..",
            "..RR..",
            "......",
            "......",
        ]

    @pytest.mark.parametrize(
        ("width", "scale", "pixels"), [(920, 2, 1840), (10.9, 1, 10), (0.001, 0.1, 1), (333, 0.1, 33)]
    )
    def test_a_picture_has_whole_pixels_and_at_least_one(
        self, width: float, scale: float, pixels: int
    ) -> None:
        assert pixels_of(Scene(1, "", width, width, ()), scale).shape == (pixels, pixels, 4)

    def test_the_page_clips_what_reaches_beyond_it(self) -> None:
        assert letters(drawn(filled(-5, -5, 7, 7), filled(6, 3, 99, 99, BLUE))) == [
            "RR......",
            "RR......",
            "........",
            "......BB",
        ]

    def test_a_cropped_page_shows_its_part(self) -> None:
        page = dataclasses.replace(scene(filled(5, 2, 2, 1)), width=4, height=2, origin=(4, 2))
        assert letters(pixels_of(page, 1)) == [".RR.", "...."]

    def test_a_page_without_layers_is_transparent(self) -> None:
        assert letters(layers(width=3, height=1)) == ["___"]

    def test_a_picture_that_no_memory_holds_is_an_error(self) -> None:
        with pytest.raises(RenderError, match="could not be made"):
            list(write_png([Scene(1, "", 1e6, 1e6, ())], 8, Limits(picture_pixels=10**15), WarningLog()))


def test_pictures_that_cannot_be_decoded_leave_their_places_empty_with_remarks() -> None:
    broken = Picture(b"no picture", "image/png", 4, 4)
    image = Image(broken, 4, 4, id="image")
    tiled = Group((dataclasses.replace(filled(4, 0, 4, 4), fill=Pattern(broken), id="pattern"),))
    log = WarningLog()
    (file,) = write_png([scene(image, tiled, filled(2, 0, 1, 1), width=8, height=4)], 1, Limits(), log)
    assert letters(decoded(file)) == ["..R.....", *["........"] * 3]
    assert [(remark.code, remark.page, remark.element) for remark in log.all()] == [
        (WarningCode.IMAGE_UNREADABLE, 1, "image"),
        (WarningCode.IMAGE_UNREADABLE, 1, "pattern"),
    ]


class TestLayers:
    def test_later_nodes_and_layers_lie_above_earlier_ones(self) -> None:
        below = Group((filled(0, 0, 4, 1), filled(2, 0, 4, 1, BLUE)), isolated=True)
        above = Group((filled(5, 0, 2, 1, BLACK),), isolated=True)
        assert letters(layers(below, above, height=1)) == ["RRBBB##_"]

    def test_multiply_darkens_its_own_layer_and_not_those_below(self) -> None:
        below = Group((filled(0, 0, 4, 1, BLUE),), isolated=True)
        marker = filled(2, 0, 5, 1, YELLOW, blend=Blend.MULTIPLY)
        above = Group((filled(4, 0, 2, 1, BLUE), marker), isolated=True)
        assert letters(layers(below, above, height=1)) == ["BBYY##Y_"]

    def test_erasing_uncovers_the_layers_below(self) -> None:
        paper = Group((filled(0, 0, 8, 1, WHITE),), isolated=True)
        eraser = filled(2, 0, 2, 1, BLACK, blend=Blend.DESTINATION_OUT)
        ink = Group((filled(0, 0, 6, 1), eraser), isolated=True)
        assert letters(layers(paper, ink, height=1)) == ["RR..RR.."]

    @pytest.mark.parametrize("blend", [Blend.DESTINATION_IN, Blend.SOURCE_IN, Blend.COPY])
    def test_operations_that_clear_also_clear_outside_their_shape(self, blend: Blend) -> None:
        paper = Group((filled(0, 0, 8, 1, WHITE),), isolated=True)
        ink = Group((filled(0, 0, 6, 1), filled(4, 0, 2, 1, RED, blend=blend)), isolated=True)
        assert letters(layers(paper, ink, height=1)) == ["....RR.."]

    def test_a_group_fades_as_one(self) -> None:
        group = Group((filled(0, 0, 4, 1, BLACK), filled(2, 0, 4, 1, BLACK)), isolated=True, opacity=0.4)
        values = drawn(group, height=1)[0, :, 0].tolist()
        assert values == [153] * 6 + [255] * 2

    def test_a_group_shows_nothing_outside_its_clip(self) -> None:
        group = Group((filled(0, 0, 8, 4),), clip=box(1, 1, 3, 2))
        assert letters(drawn(group)) == ["........", ".RRR....", ".RRR....", "........"]

    def test_transforms_apply_from_the_inside_out(self) -> None:
        group = Group((filled(0, 0, 1, 1, transform=(1, 0, 0, 1, 1, 0)),), transform=(2, 0, 0, 2, 2, 0))
        assert letters(drawn(group)) == ["....RR..", "....RR..", "........", "........"]


class TestPaths:
    @pytest.mark.parametrize(("opacity", "value"), [(1, 0), (0.5, 128), (0.25, 191), (0, 255)])
    def test_opacity_lets_the_paper_through(self, opacity: float, value: int) -> None:
        assert drawn(filled(0, 0, 8, 4, BLACK, opacity=opacity))[0, 0].tolist() == pytest.approx(
            [value, value, value, 255], abs=1
        )

    def test_a_colours_alpha_and_a_paths_opacity_multiply(self) -> None:
        half = filled(0, 0, 8, 4, Color(255, 0, 0, 0.5), opacity=0.5)
        pixel = layers(Group((half,), isolated=True))[0, 0].tolist()
        assert pixel == pytest.approx([255, 0, 0, 64], abs=2)

    def test_a_line_lies_half_outside_its_outline(self) -> None:
        node = Path(box(2, 1, 4, 2), fill=RED, stroke=Stroke(BLUE, 2))
        assert letters(drawn(node, height=5)) == [
            ".BBBBBB.",
            ".BBBBBB.",
            ".BBBBBB.",
            ".BBBBBB.",
            "........",
        ]

    @pytest.mark.parametrize(
        ("cap", "row"), [("butt", "..RRRR.."), ("square", ".RRRRRR."), ("nonsense", "..RRRR..")]
    )
    def test_a_lines_ends_have_its_cap(self, cap: str, row: str) -> None:
        line = Path(polygon((2, 2), (6, 2), closed=False), stroke=Stroke(RED, 2, cap=cap))
        assert letters(drawn(line)) == ["........", row, row, "........"]

    def test_round_ends_and_points_are_soft(self) -> None:
        dot = Path(polygon((4, 2), (4, 2), closed=False), stroke=Stroke(RED, 4, cap="round"))
        rows = letters(drawn(dot))
        assert rows[1] == rows[2]
        assert rows[1][3:5] == "RR"
        assert "~" in rows[0]

    def test_dashes_leave_gaps(self) -> None:
        line = Path(
            polygon((0, 0.5), (8, 0.5), closed=False), stroke=Stroke(RED, 1, dash=(3, 1), dash_offset=1)
        )
        assert letters(drawn(line, height=1)) == ["RR.RRR.R"]

    @pytest.mark.parametrize(("scaled", "row"), [(True, ".RRRR..."), (False, "..RR....")])
    def test_a_lines_width_follows_the_transform_only_where_it_is_scaled(
        self, scaled: bool, row: str
    ) -> None:
        line = polygon((3, 0), (3, 4), closed=False)
        stretched = Path(line, stroke=Stroke(RED, 2, scaled=scaled), transform=(2, 0, 0, 1, -3, 0))
        assert letters(drawn(stretched)) == [row] * 4

    @pytest.mark.parametrize(
        ("rule", "row"), [(FillRule.NONZERO, ".RRRRRR."), (FillRule.EVENODD, ".RR..RR.")]
    )
    def test_the_fill_rule_says_what_is_inside(self, rule: FillRule, row: str) -> None:
        outer, inner = box(1, 0, 6, 4), box(3, 0, 2, 4)
        both = Outline(
            np.concatenate((outer.verbs, inner.verbs)), np.concatenate((outer.points, inner.points))
        )
        assert letters(drawn(Path(both, fill=RED, fill_rule=rule))) == [row] * 4


class TestPaints:
    def test_a_linear_gradient_goes_from_colour_to_colour(self) -> None:
        gradient = LinearGradient((0, 0), (8, 0), ((0.0, BLACK), (1.0, WHITE)))
        row = drawn(Path(box(0, 0, 8, 1), fill=gradient), height=1)[0, :, 0].tolist()
        assert row == pytest.approx([16 + 32 * x for x in range(8)], abs=2)

    def test_a_radial_gradient_goes_outwards(self) -> None:
        gradient = RadialGradient((4, 4), 0, (4, 4), 4, ((0.0, RED), (1.0, BLUE)))
        pixels = drawn(Path(box(0, 0, 8, 8), fill=gradient), height=8)
        assert pixels[4, 4, 0] > pixels[4, 6, 0] > pixels[4, 7, 0]
        assert letters(pixels)[0][0] == "B"

    def test_a_pattern_repeats_only_where_it_should(self) -> None:
        pattern = Pattern(picture(), (1, 0, 0, 1, 2, 0), repeat_x=False)
        assert letters(drawn(Path(box(0, 0, 8, 4), fill=pattern))) == ["..RR...."] * 4

    @pytest.mark.parametrize("paint", [LinearGradient((0, 0), (8, 0), ()), Pattern(Picture(b"", "", 1, 1))])
    def test_a_paint_that_has_nothing_to_show_shows_nothing(self, paint: LinearGradient | Pattern) -> None:
        assert letters(drawn(Path(box(0, 0, 8, 1), fill=paint), height=1)) == ["........"]

    @pytest.mark.parametrize("paint", [RED, Pattern(picture())], ids=["colour", "pattern"])
    def test_a_shadow_lies_below_and_beside_its_shape(self, paint: Color | Pattern) -> None:
        node = Path(box(1, 0, 3, 2), fill=paint, shadow=Shadow(BLACK, blur=0, offset_x=2, offset_y=1))
        assert letters(drawn(node)) == [".RRR....", ".RRR##..", "...###..", "........"]

    def test_a_blurred_shadow_fades_out(self) -> None:
        node = filled(3, 0, 2, 4, shadow=Shadow(BLACK, blur=4, offset_x=0, offset_y=0))
        row = drawn(node)[2, :, 0].tolist()
        assert row[0] > row[1] > row[2]
        assert row[2] < 230


class TestImages:
    def test_an_image_is_stretched_over_its_box(self) -> None:
        image = Image(picture(), 3, 2, transform=(1, 0, 0, 1, 1, 1))
        assert letters(drawn(image)) == ["........", ".RRR....", ".RRR....", "........"]

    def test_an_upright_image_has_hard_edges_between_pixels(self) -> None:
        image = Image(picture(), 3, 2.6, transform=(1, 0, 0, 1, 1.3, 1.3))
        assert "~" not in "".join(letters(drawn(image)))

    def test_a_turned_image_has_soft_edges(self) -> None:
        image = Image(picture(), 4, 4, transform=(0.8, 0.6, -0.6, 0.8, 4, 0))
        assert "~" in "".join(letters(drawn(image, height=8)))

    def test_an_image_thinner_than_a_pixel_does_not_vanish(self) -> None:
        image = Image(picture(), 8, 0.5, transform=(1, 0, 0, 1, 0, 1.5))
        assert letters(drawn(image))[1] == "~" * 8

    def test_a_part_of_a_picture_can_be_shown_with_what_is_beside_it_in_its_soft_edge(self) -> None:
        halves = Pillow.new("RGB", (4, 2), "red")
        halves.paste((0, 0, 255), (2, 0, 4, 2))
        image = Image(Picture(encoded(halves), "image/png", 4, 2), 8, 4, crop=(2, 0, 2, 2))
        assert letters(drawn(image)) == ["~~BBBBBB"] * 4

    def test_an_image_fades(self) -> None:
        pixel = drawn(Image(picture(), 8, 4, opacity=0.5))[0, 0].tolist()
        assert pixel == pytest.approx([255, 127, 127, 255], abs=1)

    def test_a_picture_that_cannot_be_decoded_shows_nothing(self) -> None:
        broken = Picture(png()[:40], "image/png", 2, 3)
        assert letters(drawn(Image(broken, 8, 4), filled(0, 0, 1, 1))) == ["R.......", *["........"] * 3]

    def test_what_a_cut_off_picture_lacks_is_transparent(self) -> None:
        noise = np.random.default_rng(1).integers(0, 200, (64, 8, 3), dtype=np.uint8)
        file = encoded(Pillow.fromarray(noise))
        cut = Picture(file[: len(file) // 2], "image/png", 8, 64)
        rows = letters(drawn(Image(cut, 8, 64), width=8, height=64))
        assert rows[0] == "~" * 8
        assert rows[-1] == "." * 8


class TestText:
    def ink(self, size: float = 20, scale: float = 1, **values: Any) -> Pixels:
        text = dataclasses.replace(text_node("Hxo", 4, 30, size=size), **values)
        return drawn(text, width=80, height=40, scale=scale)

    def test_text_is_drawn_in_its_colour_above_its_baseline(self) -> None:
        pixels = self.ink(fill=RED)
        rows = np.flatnonzero((pixels != 255).any(axis=(1, 2)))
        assert 13 <= rows.min() <= 17
        assert 29 <= rows.max() <= 30
        assert "R" in "".join(letters(pixels))
        assert (pixels[..., 0] == 255).all()

    def test_pens_lie_on_quarter_pixels_and_baselines_on_whole_ones(self) -> None:
        def at(x: float, y: float) -> bytes:
            return drawn(text_node("H", x, y), width=30, height=40).tobytes()

        assert at(4, 30) == at(4.1, 30.4)
        assert at(4, 30) != at(4.25, 30)
        assert at(4, 30) != at(4, 30.6)

    @pytest.mark.parametrize(
        "transform", [(0.0, 1.0, -1.0, 0.0, 10.0, 4.0), (0.8, 0.6, -0.6, 0.8, 20.0, 20.0)]
    )
    def test_turned_text_has_as_much_ink(self, transform: tuple[float, ...]) -> None:
        upright, turned = self.ink(size=12), self.ink(size=12, transform=transform)
        assert (255.0 - turned).sum() == pytest.approx((255.0 - upright).sum(), rel=0.15)

    def test_text_beyond_the_largest_mask_grows_on(self) -> None:
        def ink(size: float) -> float:
            pixels = drawn(text_node("H", 0, 250, size=size), width=300, height=300)
            return float((255.0 - pixels[..., :3]).sum())

        assert ink(257) == pytest.approx(ink(255) * (257 / 255) ** 2, rel=0.02)

    def test_faint_text_lets_the_paper_through(self) -> None:
        assert self.ink(opacity=0.5)[..., 0].min() == pytest.approx(127, abs=2)


class TestWriting:
    def scenes(self, asked: list[int]) -> Iterator[Scene]:
        for number in (1, 2):
            asked.append(number)
            yield scene(filled(0, 0, number, 1), width=4, height=1, number=number)

    def test_each_scene_is_a_file_drawn_when_it_is_asked_for(self) -> None:
        asked: list[int] = []
        files = write_png(self.scenes(asked), 1, Limits(), WarningLog())
        assert letters(decoded(next(files))) == ["R..."]
        assert asked == [1]
        assert letters(decoded(next(files))) == ["RR.."]

    def test_a_picture_may_have_as_many_pixels_as_the_limit_and_no_more(self) -> None:
        page = scene(width=10, height=5, number=7)
        (file,) = write_png([page], 2, Limits(picture_pixels=200), WarningLog())
        assert decoded(file).shape == (10, 20, 4)
        with pytest.raises(OverLimit, match="Page 7 would be a picture of 20 × 10 pixels") as caught:
            list(write_png([page], 2, Limits(picture_pixels=199), WarningLog()))
        assert (caught.value.limit, caught.value.allowed, caught.value.found) == ("picture_pixels", 199, 200)
