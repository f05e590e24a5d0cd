"""Whether a path is convex is asked of it before it is transformed, or changed by last digits."""

from __future__ import annotations

import pytest
import skia

from boardkit.backends.png.convexity import as_convex_as

STRAIGHT = ((0, 0), (10, 0), (10, 10), (0, 10))
TURNED_BACK = ((0, 0), (10, 0), (9.9999, 0.0001), (10, 0.0002), (10, 10), (0, 10))


def closed(*points: tuple[float, float]) -> skia.Path:
    """A polygon."""
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points], True)
    return path


@pytest.mark.parametrize("original", [STRAIGHT, TURNED_BACK], ids=["convex", "concave"])
def test_a_path_is_convex_where_the_original_is(original: tuple[tuple[float, float], ...]) -> None:
    result = as_convex_as(closed(*original), closed(*STRAIGHT))
    assert result.isConvex() == (original is STRAIGHT)
    assert result.getBounds() == closed(*STRAIGHT).getBounds()


def test_what_is_not_convex_stays_so_far_from_the_origin() -> None:
    path = closed(*TURNED_BACK)
    far = skia.Matrix.Translate(1e6, 1e6)
    unasked = closed(*TURNED_BACK)
    unasked.transform(far)
    assert unasked.isConvex()
    asked = as_convex_as(path, path)
    asked.transform(far)
    assert not asked.isConvex()
