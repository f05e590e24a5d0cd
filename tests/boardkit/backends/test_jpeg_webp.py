"""JPEG and WebP: the PNG's pixels, less exactly."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import PIL.Image
import pytest

from boardkit.backends.png import write_jpeg, write_png, write_webp
from boardkit.errors import OverLimit
from boardkit.limits import Limits
from boardkit.scene.nodes import Path, Scene
from boardkit.warnings import WarningLog
from tests.boardkit.backends.features import lesson
from tests.boardkit.backends.scenes import RED, box, scene

WRITERS = {"JPEG": write_jpeg, "WEBP": write_webp}


def bare() -> Scene:
    """A page without a background, with one red box."""
    page = scene(Path(box(10, 10, 50, 50), fill=RED))
    return replace(page, layers=page.layers[1:])


def written(kind: str, page: Scene, quality: int, scale: float = 1.0) -> bytes:
    (data,) = WRITERS[kind]([page], scale, quality, Limits(), WarningLog())
    return data


def opened(data: bytes) -> PIL.Image.Image:
    return PIL.Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", WRITERS)
class TestBoth:
    def test_the_picture_is_the_pngs(self, kind: str) -> None:
        (png,) = write_png([lesson()], 2.0, Limits(), WarningLog())
        picture = opened(written(kind, lesson(), 90, scale=2.0))
        assert (picture.format, picture.size) == (kind, (1200, 800))
        wanted = np.asarray(opened(png).convert("RGB")).astype(int)
        assert np.abs(wanted - np.asarray(picture.convert("RGB"))).mean() < 2.5  # levels

    def test_less_quality_is_a_smaller_file(self, kind: str) -> None:
        assert len(written(kind, lesson(), 30)) < 0.7 * len(written(kind, lesson(), 95))

    def test_too_many_pixels_are_refused(self, kind: str) -> None:
        with pytest.raises(OverLimit):
            list(WRITERS[kind]([bare()], 1.0, 90, Limits(picture_pixels=19_999), WarningLog()))


def test_a_jpeg_is_white_where_nothing_is_drawn() -> None:
    picture = opened(written("JPEG", bare(), 95)).convert("RGB")
    assert picture.getpixel((150, 50)) == (255, 255, 255)
    assert picture.getpixel((30, 30)) == pytest.approx((255, 0, 0), abs=6)


def test_a_webp_stays_transparent_and_loses_nothing_at_100() -> None:
    (png,) = write_png([bare()], 1.0, Limits(), WarningLog())
    wanted, found = (np.asarray(opened(data).convert("RGBA")) for data in (png, written("WEBP", bare(), 100)))
    assert np.array_equal(wanted, found)
