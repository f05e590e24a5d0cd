"""Whether a path is convex is asked of it before it is transformed, or changed by last digits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import skia

from boardkit.backends.png.edges.convexity import asked
from boardkit.scene.geometry.in_skia import outline_of, skia_path

FAR = skia.Matrix.Translate(1e6, 1e6)
STRAIGHT = ((0, 0), (10, 0), (10, 10), (0, 10))
TURNED_BACK = ((0, 0), (10, 0), (9.9999, 0.0001), (10, 0.0002), (10, 10), (0, 10))


def closed(*points: tuple[float, float]) -> skia.Path:
    """A polygon."""
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points], True)
    return path


def rounded(*points: tuple[float, float]) -> skia.Path:
    """A polygon whose last corner is an arc."""
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points[:-1]], False)
    path.conicTo(skia.Point(*points[-1]), skia.Point(*points[0]), 0.7)
    path.close()
    return path


@pytest.mark.parametrize("points", [STRAIGHT, TURNED_BACK], ids=["convex", "concave"])
@pytest.mark.parametrize("shape", [closed, rounded])
def test_a_path_stays_as_convex_as_it_is(
    shape: Callable[..., skia.Path], points: tuple[tuple[float, float], ...]
) -> None:
    path = asked(shape(*points))
    path.transform(FAR)
    assert path.isConvex() == (points is STRAIGHT)


def test_arcs_that_are_cut_anew_make_nothing_convex() -> None:
    path = skia_path(outline_of(asked(rounded(*TURNED_BACK))))
    path.transform(FAR)
    assert not path.isConvex()
    assert path.getBounds() == skia.Rect.MakeXYWH(1e6, 1e6, 10, 10)


def test_what_was_not_asked_may_become_convex() -> None:
    path = closed(*TURNED_BACK)
    path.transform(FAR)
    assert path.isConvex()
