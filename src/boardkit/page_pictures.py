"""Pages as pictures: the writer of the format, and tiles where a page is too large for one picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from boardkit.backends.archive import page_names
from boardkit.backends.png import picture_size, write_jpeg, write_png, write_webp
from boardkit.backends.svg import write_svg
from boardkit.embedded import in_png
from boardkit.limits import Limits
from boardkit.options import Format, RenderOptions
from boardkit.scene.nodes import Scene
from boardkit.scene.tiles import MAX_TILES, cut, grid
from boardkit.warnings import WarningCode, WarningLog

_LONGEST_SIDES: dict[Format, int] = {"jpg": 65_500, "webp": 16_383}
"""Pixels that the format's own numbers reach."""


@dataclass(frozen=True, slots=True)
class PictureJob:
    """What all pictures of one render have in common; the first carries the `state` where that is given."""

    format: Format
    options: RenderOptions
    limits: Limits
    log: WarningLog
    state: bytes | None = None

    def files(self, scenes: Iterable[Scene], numbers: Sequence[int]) -> Iterator[tuple[str, bytes]]:
        """The name and the data of each picture, one in memory at a time; `numbers` are those of the pages.

        Raises `OverLimit` for a page that even as tiles is too large.
        """
        names: deque[str] = deque()
        for data in self._written(self._parts(scenes, page_names(numbers), names)):
            yield f"{names.popleft()}.{self.format}", data

    def _parts(self, scenes: Iterable[Scene], pages: Sequence[str], names: deque[str]) -> Iterator[Scene]:
        """The scenes that become a picture each, and with each its name."""
        for scene, page in zip(scenes, pages, strict=True):
            for name, part in self._cut(scene, page):
                names.append(name)
                yield part

    def _cut(self, scene: Scene, page: str) -> Iterator[tuple[str, Scene]]:
        """A page as it is; one that is too large in tiles, unless those were too many as well."""
        width, height = picture_size(scene, self.options.scale)
        longest = _LONGEST_SIDES.get(self.format, max(width, height))
        cuts = grid(width, height, self.limits.picture_pixels, longest)
        if self.format == "svg" or not 1 < cuts.rows * cuts.columns <= MAX_TILES:
            yield page, scene
            return
        message = (
            f"The page would be a picture of {width} × {height} pixels, so it is "
            f"{cuts.rows} × {cuts.columns} pictures (rows × columns) in a ZIP."
        )
        self.log.add(WarningCode.PICTURE_TILED, message, page=scene.number)
        for tile in cut(scene, self.options.scale, cuts):
            yield f"{page}-r{tile.row}-c{tile.column}", tile.scene

    def _written(self, scenes: Iterator[Scene]) -> Iterator[bytes]:
        scale, quality = self.options.scale, self.options.quality
        match self.format:
            case "svg":
                return write_svg(scenes, self.options, self.log, self.state)
            case "jpg":
                return write_jpeg(scenes, scale, quality, self.limits, self.log)
            case "webp":
                return write_webp(scenes, scale, quality, self.limits, self.log)
            case _:
                return _first_with(self.state, write_png(scenes, scale, self.limits, self.log))


def _first_with(state: bytes | None, pictures: Iterator[bytes]) -> Iterator[bytes]:
    for picture in pictures:
        yield picture if state is None else in_png(picture, state)
        state = None
