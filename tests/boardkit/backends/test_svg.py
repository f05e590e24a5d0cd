"""The file as XML: what is in it, how often, and in how few characters."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from boardkit.backends.svg.paths import CONIC_ERROR, path_data
from boardkit.scene.nodes import (
    Blend,
    Color,
    Group,
    Image,
    Outline,
    Path,
    Picture,
    RadialGradient,
    Shadow,
    Stroke,
    Verb,
)
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.backends.scenes import (
    BLACK,
    BLUE,
    RED,
    box,
    ellipse,
    pen_stroke,
    polygon,
    scene,
    text_node,
)
from tests.boardkit.backends.svg_tools import SVG, XLINK, svg_of, tree
from tests.boardkit.pictures import encoded


def pictured(data: bytes, media_type: str, width: int, height: int) -> Image:
    return Image(Picture(data, media_type, width, height), 20, 10)


def embedded(data: bytes) -> list[str]:
    """The data URLs of a file's images."""
    return [image.attrib[f"{XLINK}href"] for image in tree(data).iter(f"{SVG}image")]


class TestFile:
    def test_its_size_is_the_pages_in_css_pixels_and_a_cropped_page_keeps_its_coordinates(self) -> None:
        root = tree(svg_of(replace(scene(width=120, height=80.5), origin=(10, 20))))
        assert (root.attrib["width"], root.attrib["height"]) == ("120", "80.5")
        assert root.attrib["viewBox"] == "10 20 120 80.5"

    def test_it_is_called_by_the_title_else_by_the_pages_name(self) -> None:
        named = scene(name="Page <1>\x00")
        assert tree(svg_of(named)).findtext(f"{SVG}title") == "Page <1>\ufffd"
        assert tree(svg_of(named, title="Lesson")).findtext(f"{SVG}title") == "Lesson"

    def test_equal_scenes_give_equal_bytes(self) -> None:
        page = scene(Path(pen_stroke(1), fill=RED), text_node("same", 10, 50))
        assert svg_of(page) == svg_of(page)

    def test_it_holds_no_script_and_refers_to_nothing_outside(self) -> None:
        picture = pictured(encoded(Pillow.new("RGB", (2, 1), "red")), "image/png", 2, 1)
        words = text_node('</text><script href="http://example.org/x.js">alert(1)</script>', 5, 50)
        data = svg_of(scene(words, picture, Path(box(1, 1, 9, 9), fill=RED, shadow=Shadow(BLACK, 3, 1, 1))))
        assert not list(tree(data).iter(f"{SVG}script"))
        for node in tree(data).iter():
            for name, value in node.attrib.items():
                assert not name.lower().startswith("on"), name
                if name == f"{XLINK}href":
                    assert value.startswith(("#", "data:image/")), value
                assert not re.search(r"url\((?!#)", value), value

    def test_equal_definitions_are_made_once(self) -> None:
        shadow = Shadow(BLACK, 3, 1, 1)
        shapes = (Path(box(x, 1, 9, 9), fill=RED, shadow=shadow) for x in range(0, 100, 20))
        assert len(list(tree(svg_of(scene(*shapes))).iter(f"{SVG}filter"))) == 1

    def test_a_fill_and_a_line_of_plain_colours_are_one_path(self) -> None:
        data = svg_of(scene(Path(ellipse(50, 50, 20, 20), fill=RED, stroke=Stroke(BLUE, 3), opacity=0.5)))
        drawn = list(tree(data).iter(f"{SVG}path"))[1]
        assert drawn.attrib["fill-opacity"] == drawn.attrib["stroke-opacity"] == ".5"

    def test_blending_stays_within_its_layer(self) -> None:
        marker = Path(box(0, 0, 9, 9), fill=RED, blend=Blend.MULTIPLY)
        root = tree(svg_of(scene(marker)))
        styles = [group.attrib.get("style") for group in root.iter(f"{SVG}g")]
        assert styles == [None, "isolation:isolate", "mix-blend-mode:multiply"]


class TestPaths:
    def test_coordinates_are_relative_and_short(self) -> None:
        assert path_data(polygon((10, 20), (10.5, 20), (9.25, 22.004))) == "M10 20l.5 0l-1.25 2z"

    def test_rounding_never_adds_up(self) -> None:
        steps = polygon(*((0.004 * place, 0.0) for place in range(1001)), closed=False)
        ends = [float(pair[0]) for pair in re.findall(r"l([\d.]+) ([\d.]+)", path_data(steps))]
        assert sum(ends) == pytest.approx(4.0, abs=0.006)

    def test_quadratic_curves_stay_as_they_are(self) -> None:
        data = path_data(pen_stroke(3))
        assert data.count("q") == int(np.count_nonzero(pen_stroke(3).verbs == Verb.QUAD))
        assert "c" not in data

    @pytest.mark.parametrize("radius", [3, 100, 2000])
    def test_conics_come_within_a_fiftieth_of_a_pixel(self, radius: float) -> None:
        numbers = re.findall(r"[a-zA-Z]|-?[\d.]+", path_data(ellipse(0, 0, radius, radius)))
        at = np.array([float(numbers[1]), float(numbers[2])])
        worst, place = 0.0, 3
        while numbers[place] == "c":
            steps = np.array(numbers[place + 1 : place + 7], dtype=float).reshape(3, 2)
            first, second, end = steps + at
            for t in np.linspace(0, 1, 50):
                s = 1 - t
                curve = s**3 * at + 3 * t * s**2 * first + 3 * t**2 * s * second + t**3 * end
                worst = max(worst, abs(float(np.hypot(*curve)) - radius))
            at, place = end, place + 7
        assert numbers[place:] == ["z"]
        assert worst < CONIC_ERROR + 0.008  # and the rounding of three points

    def test_what_is_drawn_enlarged_has_more_decimals(self) -> None:
        small = polygon((0.0, 0.0), (0.1234, 0.0), closed=False)
        assert path_data(small, scale=100.0) == "M0 0l.1234 0"

    def test_a_path_after_a_closed_one_starts_where_it_should(self) -> None:
        square = box(5, 5, 10, 10)
        twice = Outline(np.tile(square.verbs, 2), np.concatenate((square.points, square.points + 100)))
        assert path_data(twice).split("z")[1].startswith("M105 105l10 0")

    def test_dashes_caps_and_joins_are_said_only_where_they_differ(self) -> None:
        plain = Path(box(0, 0, 9, 9), stroke=Stroke(RED, 2))
        fine = Stroke(RED, 2, cap="round", join="bevel", dash=(4, 1.5), dash_offset=2)
        drawn = [
            path.attrib for path in tree(svg_of(scene(plain, replace(plain, stroke=fine)))).iter(f"{SVG}path")
        ]
        assert not {"stroke-linecap", "stroke-linejoin", "stroke-dasharray"} & set(drawn[1])
        assert drawn[2]["stroke-dasharray"] == "4 1.5"
        assert drawn[2]["stroke-dashoffset"] == "2"
        assert (drawn[2]["stroke-linecap"], drawn[2]["stroke-linejoin"]) == ("round", "bevel")


class TestImages:
    @pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
    def test_a_file_goes_in_once_and_as_it_came(self, kind: str, media_type: str) -> None:
        file = encoded(Pillow.new("RGB", (20, 10), "red"), kind)
        image = pictured(file, media_type, 20, 10)
        (address,) = embedded(svg_of(scene(image, replace(image, transform=(1, 0, 0, 1, 50, 0)))))
        assert address == f"data:{media_type};base64,{base64.b64encode(file).decode()}"

    def test_a_turned_photograph_becomes_an_upright_png(self) -> None:
        exif = Pillow.Exif()
        exif[0x0112] = 6
        file = encoded(Pillow.new("RGB", (20, 10), "red"), "JPEG", exif=exif)
        (address,) = embedded(svg_of(scene(pictured(file, "image/jpeg", 10, 20))))
        assert address.startswith("data:image/png;base64,")

    def test_of_an_animated_png_the_first_picture_stays(self) -> None:
        frames = [Pillow.new("RGB", (4, 4), color) for color in ("red", "blue")]
        file = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
        assert b"acTL" in file
        (address,) = embedded(svg_of(scene(pictured(file, "image/png", 4, 4))))
        assert b"acTL" not in base64.b64decode(address.partition(",")[2])

    def test_a_damaged_file_becomes_a_sound_png_of_what_is_left(self) -> None:
        file = bytearray(encoded(Pillow.effect_noise((60, 60), 90), "PNG"))
        file[-13] ^= 1  # the checksum of the pixels
        (address,) = embedded(svg_of(scene(pictured(bytes(file), "image/png", 60, 60))))
        Pillow.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).load()

    def test_colours_of_another_space_become_those_of_the_web(self) -> None:
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        swapped = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
        file = encoded(Pillow.new("RGB", (4, 4), (200, 30, 40)), "PNG", icc_profile=swapped)
        assert b"iCCP" in file
        (address,) = embedded(svg_of(scene(pictured(file, "image/png", 4, 4))))
        assert b"iCCP" not in base64.b64decode(address.partition(",")[2])

    def test_other_files_become_png(self) -> None:
        file = encoded(Pillow.new("RGB", (20, 10), "red"), "WEBP")
        (address,) = embedded(svg_of(scene(pictured(file, "image/webp", 20, 10))))
        assert address.startswith("data:image/png;base64,")

    def test_one_that_can_not_be_decoded_leaves_its_place_empty_with_a_warning(self) -> None:
        log = WarningLog()
        assert not embedded(svg_of(scene(pictured(b"no picture", "image/png", 20, 10)), log))
        assert [warning.code for warning in log.all()] == [WarningCode.IMAGE_UNREADABLE]


class TestWhatSvgLacks:
    def test_a_gradient_between_circles_side_by_side_is_named(self) -> None:
        log = WarningLog()
        stops = ((0.0, RED), (1.0, BLUE))
        apart = RadialGradient((0, 0), 5, (50, 0), 10, stops)
        svg_of(scene(Path(box(0, 0, 90, 90), fill=apart, id="g1")), log)
        assert [(warning.code, warning.element) for warning in log.all()] == [
            (WarningCode.FORMAT_LIMIT, "g1")
        ]

    def test_added_colours_are_named(self) -> None:
        log = WarningLog()
        svg_of(scene(Path(box(0, 0, 9, 9), fill=Color(9, 9, 9), blend=Blend.LIGHTER)), log)
        assert [warning.code for warning in log.all()] == [WarningCode.FORMAT_LIMIT]

    def test_an_ordinary_page_has_no_remarks(self) -> None:
        log = WarningLog()
        svg_of(scene(Group((Path(box(0, 0, 9, 9), fill=RED, blend=Blend.SCREEN),), isolated=True)), log)
        assert not log.all()
