"""Images: where their bytes come from, what they are, and the box they fill."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image as Pillow

from boardkit.board import model
from boardkit.limits import Limits
from boardkit.resources import ImageUnavailable
from boardkit.scene.nodes import Image
from boardkit.warnings import WarningCode
from tests.boardkit.pictures import data_url, encoded, png
from tests.boardkit.scene.drawing import Stage

FILE = png(2, 3)
BASE64 = base64.b64encode(FILE).decode()


@dataclass
class Web:
    """Two pictures behind addresses; remembers who asked."""

    pages: dict[str, bytes] = field(default_factory=lambda: {"https://a.example/x.png": FILE})
    asked: list[str] = field(default_factory=list)

    def load(self, url: str) -> bytes | None:
        self.asked.append(url)
        return self.pages.get(url)


class Offline:
    """Has nothing, and says why."""

    def load(self, url: str) -> bytes | None:
        raise ImageUnavailable("its server is away.")


def node(source: str, **values: Any) -> Image:
    """The image of a source, drawn without a remark."""
    stage = Stage()
    drawn = stage.node(model.Image(source=source, **values))
    assert isinstance(drawn, Image)
    assert stage.remarks == []
    return drawn


def corners(image: Image) -> list[tuple[float, float]]:
    """The box's corners on the page, from the picture's top left one clockwise."""
    a, b, c, d, e, f = image.transform
    box = [(0.0, 0.0), (image.width, 0.0), (image.width, image.height), (0.0, image.height)]
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in box]


class TestDataUrls:
    @pytest.mark.parametrize(
        "source",
        [
            f"data:image/png;base64,{BASE64}",
            f"DATA:IMAGE/PNG;BASE64,{BASE64}",
            f"data:;base64,{BASE64}",
            f"data:image/png;charset=utf-8; base64,{BASE64}",
            f"data:image/jpeg;base64,{BASE64}",
            f"data:image/png;base64,{BASE64.rstrip('=')}",
            f"data:image/png;base64,{BASE64[:40]}\n {BASE64[40:]}\r\n",
            f"data:image/png;base64,{quote(BASE64, safe='')}",
            f"data:image/png,{quote(FILE)}",
        ],
        ids=[
            *("base64", "capitals", "no type", "parameters", "wrong type", "no padding", "line breaks"),
            *("percent in base64", "percent"),
        ],
    )
    def test_the_file_is_read_in_every_spelling(self, source: str) -> None:
        picture = node(source).picture
        assert picture.data == FILE
        assert (picture.media_type, picture.width, picture.height) == ("image/png", 2, 3)

    @pytest.mark.parametrize(
        ("source", "code"),
        [
            ("data:image/png;base64,", WarningCode.IMAGE_UNREADABLE),
            ("data:image/png;base64,A", WarningCode.IMAGE_MISSING),
            ("data:image/png;base64,\ud800", WarningCode.IMAGE_UNREADABLE),
            ("data:image/png,hello", WarningCode.IMAGE_UNREADABLE),
            ("data:image/png,\ud800", WarningCode.IMAGE_UNREADABLE),
            ("data:image/png", WarningCode.IMAGE_MISSING),
            ("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>", WarningCode.IMAGE_UNREADABLE),
            (data_url(FILE[:20]), WarningCode.IMAGE_UNREADABLE),
        ],
    )
    def test_what_is_no_picture_is_left_out_with_a_remark(self, source: str, code: WarningCode) -> None:
        stage = Stage()
        assert stage.drawn(model.Image(id="a1", source=source, width=5, height=5)) == ()
        (warning,) = stage.log.all()
        assert (warning.code, warning.page, warning.element) == (code, 1, "a1")

    @pytest.mark.parametrize(
        ("format", "media_type"),
        [
            *(("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/gif")),
            ("BMP", "image/bmp"),
        ],
    )
    def test_the_content_says_what_a_file_is(self, format: str, media_type: str) -> None:
        file = encoded(Pillow.new("RGB", (7, 5), "red"), format)
        picture = node(data_url(file, "application/octet-stream")).picture
        assert (picture.media_type, picture.width, picture.height) == (media_type, 7, 5)

    def test_a_turned_photograph_has_the_size_that_it_is_shown_in(self) -> None:
        exif = Pillow.Exif()
        exif[0x0112] = 6
        file = encoded(Pillow.new("RGB", (7, 5)), "JPEG", exif=exif)
        picture = node(data_url(file)).picture
        assert (picture.width, picture.height) == (5, 7)

    def test_a_picture_with_too_many_pixels_is_left_out_by_its_header(self) -> None:
        stage = Stage(limits=Limits(image_pixels=5))
        assert stage.drawn(model.Image(source=data_url(FILE))) == ()
        assert stage.remarks == ["The image can't be shown: it has 2 × 3 pixels, which is too many."]


class TestAddresses:
    def test_an_address_is_loaded_through_the_injected_source(self) -> None:
        drawn = Stage(images=Web()).node(model.Image(source="https://a.example/x.png"))
        assert isinstance(drawn, Image)
        assert drawn.picture.data == FILE

    @pytest.mark.parametrize("source", ["http://a.example/x.png", "HTTPS://a.example/gone.png"])
    def test_an_address_that_has_nothing_is_left_out(self, source: str) -> None:
        web = Web()
        stage = Stage(images=web)
        assert stage.drawn(model.Image(source=source)) == ()
        assert web.asked == [source]
        assert [warning.code for warning in stage.log.all()] == [WarningCode.IMAGE_MISSING]

    def test_each_image_at_an_address_that_has_nothing_is_remarked(self) -> None:
        web = Web()
        stage = Stage(images=web)
        stage.drawn(*(model.Image(id=name, source="http://a.example/gone.png") for name in "ab"))
        assert len(web.asked) == 1
        assert [warning.element for warning in stage.log.all()] == ["a", "b"]

    def test_a_source_may_say_why_it_has_nothing(self) -> None:
        stage = Stage(images=Offline())
        assert stage.drawn(*(model.Image(id=name, source="http://a.example/x.png") for name in "ab")) == ()
        assert stage.remarks == ["The image can't be had: its server is away."] * 2

    @pytest.mark.parametrize(
        ("source", "reason"),
        [
            ("", "it was saved without an address."),
            ("blob:http://localhost:5173/0f1c", "its address was good only in the browser tab that made it."),
            ("data:image/png;base64", "its data URL is broken."),
            *(
                (source, "its address begins with none of data:, http: and https:.")
                for source in ("file:///etc/passwd", "/etc/passwd", "//a.example/x.png", "ftp://a/b")
            ),
        ],
    )
    def test_only_http_is_asked_for(self, source: str, reason: str) -> None:
        web = Web()
        stage = Stage(images=web)
        assert stage.drawn(model.Image(source=source)) == ()
        assert web.asked == []
        assert [warning.code for warning in stage.log.all()] == [WarningCode.IMAGE_MISSING]
        assert stage.remarks == [f"The image can't be had: {reason}"]

    def test_blanks_around_an_address_do_not_count(self) -> None:
        web = Web()
        Stage(images=web).drawn(model.Image(source="\n https://a.example/x.png\t"))
        assert web.asked == ["https://a.example/x.png"]

    def test_without_a_source_no_address_has_anything(self) -> None:
        stage = Stage()
        assert stage.drawn(model.Image(source="https://a.example/x.png")) == ()
        assert stage.remarks == ["The image can't be had: nothing came from its address."]


class TestSharing:
    def test_the_same_source_is_one_picture(self) -> None:
        source = data_url(FILE)
        one, other = Stage().drawn(model.Image(source=source), model.Image(source=source, x=9))
        assert isinstance(one, Image)
        assert isinstance(other, Image)
        assert one.picture is other.picture

    @pytest.mark.parametrize("name", ["x.png", "gone.png"])
    def test_an_address_is_asked_for_once(self, name: str) -> None:
        web = Web()
        images = [model.Image(source=f"https://a.example/{name}", x=x) for x in range(5)]
        Stage(images=web).drawn(*images)
        assert len(web.asked) == 1


class TestBoxes:
    def test_an_image_is_stretched_over_its_box(self) -> None:
        image = node(data_url(FILE), x=10, y=20, width=30, height=40)
        assert corners(image) == [(10, 20), (40, 20), (40, 60), (10, 60)]

    @pytest.mark.parametrize(
        ("size", "box"), [((None, None), (2, 3)), ((None, 9), (2, 9)), ((9, None), (9, 3))]
    )
    def test_a_side_that_is_not_given_is_the_pictures_own(
        self, size: tuple[float | None, float | None], box: tuple[float, float]
    ) -> None:
        image = node(data_url(FILE), width=size[0], height=size[1])
        assert (image.width, image.height) == box

    def test_a_negative_box_extends_to_the_left_and_up_without_mirroring(self) -> None:
        image = node(data_url(FILE), x=50, y=60, width=-30, height=-40)
        assert corners(image) == [(20, 20), (50, 20), (50, 60), (20, 60)]

    def test_an_image_turns_clockwise_about_the_corner_it_stands_at(self) -> None:
        image = node(data_url(FILE), x=50, y=60, width=30, height=40, rotation=90)
        expected = [(50, 60), (50, 90), (10, 90), (10, 60)]
        assert [value for point in corners(image) for value in point] == pytest.approx(
            [value for point in expected for value in point]
        )

    def test_a_negative_box_turns_about_the_same_corner(self) -> None:
        image = node(data_url(FILE), x=50, y=60, width=-30, height=40, rotation=90)
        assert corners(image)[1] == pytest.approx((50, 60))

    @pytest.mark.parametrize(("width", "height"), [(0, 5), (5, 0), (0, 0)])
    def test_an_empty_box_shows_nothing(self, width: float, height: float) -> None:
        stage = Stage()
        assert stage.drawn(model.Image(source=data_url(FILE), width=width, height=height)) == ()
        assert stage.remarks == ["The image was left out: its size is zero."]

    @pytest.mark.parametrize("far", [{"x": 1e308}, {"width": 1e308}, {"y": -1e308, "height": -1e308}])
    def test_a_box_out_of_reach_is_left_out(self, far: dict[str, Any]) -> None:
        stage = Stage()
        assert stage.drawn(model.Image(source=data_url(FILE), **{"width": 5, "height": 5, **far})) == ()
        assert stage.remarks == ["The element was left out: it lies too far outside the page."]
