"""A page too large for one picture becomes tiles, which put together are the picture."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import numpy as np
import PIL.Image
import pytest

from boardkit import OverLimit, Rendered, RenderOptions, Resources, WarningCode, extract_state, render
from boardkit.limits import Limits
from boardkit.options import Format
from boardkit.scene.tiles import MAX_TILES, grid
from tests.boardkit.backends.features import beyond_neighbours
from tests.boardkit.pictures import Pixels, pixels
from tests.boardkit.saved import state, stroke
from tests.fonts import PinnedFonts

BOARD = state(
    stroke("pen", *((float(x), 40 + 30 * np.sin(x / 9)) for x in range(5, 195))),
    stroke("line", (0, 0), (200, 100), size=7),
    stroke("text", (20, 60), text="Tiles meet", size=24),
    width=200,
    height=100,
)


WORDS = state(stroke("text", (20, 60), text="Tiles meet", size=24), width=200, height=100)


def assert_alike(tiled: Pixels, whole: Pixels) -> None:
    """The same but for the shades of slanted edges, which Skia rounds
    otherwise where a path leaves the picture."""
    assert tiled.shape == whole.shape
    for one, other in ((tiled, whole), (whole, tiled)):
        assert beyond_neighbours(one, other).max() <= 16  # levels
    assert np.abs(tiled.astype(int) - whole).mean() < 0.5


def rendered(saved: Any, format: Format = "png", most: int = 10_000, **options: Any) -> Rendered:
    resources = Resources(PinnedFonts())
    chosen = RenderOptions(**options)
    return render(
        saved, format=format, options=chosen, resources=resources, limits=Limits(picture_pixels=most)
    )


def files(result: Rendered) -> dict[str, bytes]:
    assert result.media_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(result.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def together(tiles: dict[str, bytes]) -> Pixels:
    """The picture that the tiles are parts of, by their names."""
    rows: dict[int, list[Pixels]] = {}
    for name, data in tiles.items():
        match = re.fullmatch(r"page-1-r(\d+)-c(\d+)\.\w+", name)
        assert match, name
        row = rows.setdefault(int(match[1]), [])
        row.append(pixels(data))
        assert int(match[2]) == len(row)
    return np.concatenate([np.concatenate(row, axis=1) for row in rows.values()])


class TestPictures:
    def test_the_tiles_put_together_are_the_picture(self) -> None:
        result = rendered(BOARD)
        tiles = files(result)
        assert list(tiles)[:2] == ["page-1-r1-c1.png", "page-1-r1-c2.png"]
        assert all(pixels(tile).shape[0] * pixels(tile).shape[1] <= 10_000 for tile in tiles.values())
        assert_alike(together(tiles), pixels(rendered(BOARD, most=10**6).data))
        assert result.page_count == 1

    @pytest.mark.parametrize("scale", [0.7, 1.3, 3.0])
    def test_at_any_scale_they_meet(self, scale: float) -> None:
        whole = pixels(rendered(BOARD, most=10**6, scale=scale).data)
        assert_alike(together(files(rendered(BOARD, most=6_000, scale=scale))), whole)

    @pytest.mark.parametrize("scale", [0.7, 1.3, 3.0])
    def test_letters_are_the_same_to_the_last_pixel(self, scale: float) -> None:
        whole = pixels(rendered(WORDS, most=10**6, scale=scale).data)
        assert np.array_equal(together(files(rendered(WORDS, most=6_000, scale=scale))), whole)

    @pytest.mark.parametrize("format", ["jpg", "webp"])
    def test_other_pictures_are_tiled_too(self, format: Format) -> None:
        tiles = files(rendered(BOARD, format))
        assert set(tiles) == {f"page-1-r{row}-c{column}.{format}" for row in (1, 2) for column in range(1, 5)}
        opened = PIL.Image.open(io.BytesIO(tiles[f"page-1-r1-c1.{format}"]))
        assert opened.size == (100, 100)

    def test_a_warning_says_so(self) -> None:
        (warning,) = rendered(BOARD).warnings
        assert (warning.code, warning.page) == (WarningCode.PICTURE_TILED, 1)
        assert "400 × 200 pixels" in warning.message
        assert "2 × 4 pictures" in warning.message

    def test_of_several_pages_only_the_large_one_is_tiled(self) -> None:
        pages = {"pages": [{"width": 200, "height": 100}, {"width": 20, "height": 10}]}
        names = list(files(rendered(pages, most=40_000, pages="all")))
        assert names == ["page-1-r1-c1.png", "page-1-r1-c2.png", "page-2.png"]

    def test_content_is_cropped_before_it_is_cut(self) -> None:
        whole = pixels(rendered(BOARD, most=10**6, crop="content").data)
        assert_alike(together(files(rendered(BOARD, crop="content"))), whole)

    def test_the_first_tile_carries_the_board(self) -> None:
        carried = [extract_state(tile) for tile in files(rendered(BOARD, embed_state=True)).values()]
        assert carried[0] is not None
        assert not any(carried[1:])

    def test_an_svg_is_never_tiled(self) -> None:
        assert rendered(BOARD, "svg").media_type == "image/svg+xml"

    def test_what_would_be_too_many_tiles_is_refused(self) -> None:
        with pytest.raises(OverLimit, match="400 × 200 pixels") as caught:
            rendered(BOARD, most=80_000 // MAX_TILES - 10)
        assert caught.value.limit == "picture_pixels"


class TestGrid:
    @pytest.mark.parametrize(
        ("size", "most", "longest", "rows", "columns"),
        [
            ((100, 100), 10_000, 100, 1, 1),
            ((101, 100), 10_000, 200, 1, 2),
            ((100, 400), 10_000, 400, 4, 1),
            ((400, 200), 10_000, 400, 2, 4),
            ((40_000, 10), 10**9, 16_383, 1, 3),
            ((1, 1), 1, 1, 1, 1),
        ],
    )
    def test_it_has_few_tiles_within_both_limits(
        self, size: tuple[int, int], most: int, longest: int, rows: int, columns: int
    ) -> None:
        cuts = grid(*size, most, longest)
        assert (cuts.rows, cuts.columns) == (rows, columns)
        assert cuts.tile_width * cuts.tile_height <= most
