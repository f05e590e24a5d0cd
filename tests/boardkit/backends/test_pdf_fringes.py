"""Nothing of an image's transparent pixels comes to light, however readers scale it."""

from __future__ import annotations

from pathlib import Path as FilePath

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from boardkit.backends.pdf import fringes
from boardkit.backends.pdf.fringes import without_fringes
from boardkit.scene.nodes import Image, Picture
from tests.boardkit.backends.pdf_tools import pdf_of, pixels, poppler_pixels
from tests.boardkit.backends.scenes import scene
from tests.boardkit.pictures import encoded


def test_transparent_pixels_take_the_colours_of_those_nearby_and_stay_transparent() -> None:
    board = np.zeros((9, 40, 4), dtype=np.uint8)
    board[4, 4] = (250, 120, 10, 3)
    spread = without_fringes(board)
    assert (spread[..., 3] == board[..., 3]).all()
    assert spread[0, 0].tolist() == spread[8, 39].tolist() == [250, 120, 10, 0]


def test_of_two_colours_the_nearer_is_taken() -> None:
    board = np.zeros((8, 64, 4), dtype=np.uint8)
    board[:, 0], board[:, 63] = (255, 0, 0, 255), (0, 0, 255, 255)
    spread = without_fringes(board)
    assert spread[3, 4].tolist() == [255, 0, 0, 0]
    assert spread[3, 60].tolist() == [0, 0, 255, 0]


def test_colours_that_are_seen_stay_as_they_are() -> None:
    board = np.random.default_rng(1).integers(0, 256, (31, 17, 4), dtype=np.uint8)
    board[5:9] = 0
    spread = without_fringes(board)
    seen = board[..., 3] > 0
    assert (spread[seen] == board[seen]).all()
    assert spread[5:9, :, :3].any()


def test_strips_leave_no_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    board = np.random.default_rng(2).integers(0, 256, (37, 21, 4), dtype=np.uint8)
    board[board[..., 3] < 128] = 0
    whole = without_fringes(board)
    monkeypatch.setattr(fringes, "_STRIP", 4)
    assert (without_fringes(board) == whole).all()


@pytest.mark.parametrize("side", [3, 17, 60, 150])
def test_a_white_disc_on_nothing_is_not_seen_on_white(side: float, tmp_path: FilePath) -> None:
    disc = Pillow.new("RGBA", (64, 64), (0, 0, 0, 0))
    ImageDraw.Draw(disc).ellipse((10, 10, 52, 52), fill="white")
    picture = Picture(encoded(disc), "image/png", 64, 64)
    data = pdf_of(scene(Image(picture, side, side, transform=(1, 0, 0, 1, 10.3, 20.6))))
    assert pixels(data).min() >= 254
    assert poppler_pixels(data, tmp_path).min() >= 254
