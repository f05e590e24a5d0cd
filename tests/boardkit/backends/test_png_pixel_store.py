"""Only so many pixels are kept, those that were used last."""

from __future__ import annotations

from collections.abc import Callable

import skia

from boardkit.backends.png.sampling.pixel_store import PixelStore


class Pictures:
    """Pictures of 10 × 10 pixels by name, made on request; `made` says when which was."""

    def __init__(self, most_pixels: int) -> None:
        self.made: list[str] = []
        self._store = PixelStore(most_pixels)

    def show(self, name: str) -> None:
        self._store.get(name, 100, self._maker(name))

    def _maker(self, name: str) -> Callable[[], skia.Image]:
        def make() -> skia.Image:
            self.made.append(name)
            return skia.Surface.MakeRasterN32Premul(10, 10).makeImageSnapshot()

        return make


def test_what_is_kept_is_made_once() -> None:
    pictures = Pictures(most_pixels=200)
    for name in "abab":
        pictures.show(name)
    assert pictures.made == ["a", "b"]


def test_what_was_used_longest_ago_makes_room() -> None:
    pictures = Pictures(most_pixels=200)
    for name in "abacab":
        pictures.show(name)
    assert pictures.made == ["a", "b", "c", "b"]


class Watched:
    """Stands for 10 × 10 pixels, and writes down when they come and when they go."""

    def __init__(self, diary: list[str]) -> None:
        self._diary = diary
        diary.append("made")

    def width(self) -> int:
        return 10

    height = width

    def __del__(self) -> None:
        self._diary.append("gone")


def test_room_is_made_before_the_pixels_are() -> None:
    """Else the old and the new would take memory together."""
    store, diary = PixelStore(most_pixels=100), list[str]()
    for name in ("old", "new"):
        store.get(name, 100, lambda: Watched(diary))
    assert diary == ["made", "gone", "made"]


def test_one_larger_than_all_room_is_kept_until_the_next() -> None:
    pictures = Pictures(most_pixels=50)
    for name in "aab":
        pictures.show(name)
    assert pictures.made == ["a", "b"]
