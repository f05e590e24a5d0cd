"""How paths, groups and blend modes are painted."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from boardkit.scene.nodes import Blend, Color, FillRule, Group, Path, Scene, Stroke
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.backends.features import chain, on_page
from tests.boardkit.backends.pdf_tools import operators, page, pdf_of, pixels
from tests.boardkit.backends.scenes import BLACK, BLUE, GREEN, RED, WHITE, box, ellipse, pen_stroke, scene

YELLOW = Color(255, 230, 0)
CYAN = Color(0, 200, 255)
CLOSE = 3  # levels out of 255: what readers round on the way


def color_at(data: bytes, x: int, y: int) -> tuple[int, int, int]:
    red, green, blue = pixels(data)[y, x].tolist()
    return red, green, blue


def test_a_plain_board_is_plain_paths_without_transparency_or_forms() -> None:
    data = pdf_of(scene(Path(pen_stroke(1), fill=BLUE), Path(box(10, 10, 50, 50), stroke=Stroke(RED, 2))))
    assert "/Group" not in page(data)
    assert not page(data)["/Resources"]
    assert " gs" not in operators(data)


def test_an_opaque_path_is_filled_and_stroked_at_once() -> None:
    data = pdf_of(scene(Path(box(10, 10, 50, 50), fill=BLUE, stroke=Stroke(RED, 2))))
    assert operators(data).count("\nB\n") == 1


def test_where_a_path_is_translucent_its_fill_shows_through_its_line() -> None:
    data = pdf_of(scene(Path(box(20, 20, 60, 60), fill=BLUE, stroke=Stroke(RED, 20), opacity=0.5)))
    assert color_at(data, 50, 50) == pytest.approx((146, 177, 245), abs=CLOSE)
    assert color_at(data, 15, 50) == pytest.approx((255, 128, 128), abs=CLOSE)
    assert color_at(data, 25, 50) == pytest.approx((200, 88, 122), abs=CLOSE)


def test_the_alpha_of_a_color_counts_as_its_opacity() -> None:
    data = pdf_of(scene(Path(box(20, 20, 60, 60), fill=Color(0, 0, 0, 0.5), opacity=0.5)))
    assert color_at(data, 50, 50) == pytest.approx((191, 191, 191), abs=CLOSE)


def test_equal_opacities_share_one_graphics_state() -> None:
    strokes = [Path(pen_stroke(n), fill=BLUE, opacity=0.4) for n in range(20)]
    states = page(pdf_of(scene(*strokes)))["/Resources"]["/ExtGState"]
    assert [state.get_object() for state in states.values()] == [{"/ca": 0.4, "/CA": 0.4, "/BM": "/Normal"}]


@pytest.mark.parametrize(("rule", "inside"), [(FillRule.NONZERO, 0), (FillRule.EVENODD, 255)])
def test_the_fill_rule_decides_what_lies_inside(rule: FillRule, inside: int) -> None:
    outer, inner = box(10, 10, 80, 80), box(30, 30, 40, 40)
    both = type(outer)(
        np.concatenate((outer.verbs, inner.verbs)), np.concatenate((outer.points, inner.points))
    )
    data = pdf_of(scene(Path(both, fill=BLACK, fill_rule=rule)))
    assert color_at(data, 50, 50) == (inside, inside, inside)
    assert color_at(data, 20, 50) == (0, 0, 0)


def test_a_transform_turns_and_scales_a_path_and_its_line() -> None:
    line = Stroke(BLACK, 10)
    path = Path(box(-10, -10, 20, 20), stroke=line, transform=(0, 2, -2, 0, 100, 50))
    data = pdf_of(scene(Group((path,), transform=(0.5, 0, 0, 0.5, 50, 25)), width=200, height=100))
    assert color_at(data, 100, 50) == (255, 255, 255)
    assert color_at(data, 86, 50) == (0, 0, 0)
    assert color_at(data, 83, 50) == (255, 255, 255)


@pytest.mark.parametrize(
    "path",
    [
        Path(box(0, 0, 90, 90), fill=BLUE, opacity=0.0),
        Path(box(0, 0, 90, 90), fill=Color(0, 0, 0, 0.0)),
        Path(box(0, 0, 90, 90), stroke=Stroke(BLUE, 0.0)),
        Path(box(0, 0, 90, 90), fill=BLUE, transform=(1, 0, 0, 0, 0, 0)),
        Path(box(0, 0, 90, 90)),
    ],
)
def test_what_cannot_be_seen_is_not_written(path: Path) -> None:
    assert operators(pdf_of(scene(path))) == operators(pdf_of(scene()))


def test_multiply_darkens_its_own_layer_and_not_the_one_below() -> None:
    lower = Group((Path(box(0, 0, 100, 50), fill=CYAN),), isolated=True)
    ink = Path(box(0, 0, 50, 100), fill=RED)
    marker = Path(box(0, 0, 100, 100), fill=YELLOW, blend=Blend.MULTIPLY)
    background = Group((Path(box(0, 0, 100, 100), fill=WHITE),), isolated=True)
    data = pdf_of(Scene(1, "", 100, 100, (background, lower, Group((ink, marker), isolated=True))))
    assert color_at(data, 25, 75) == pytest.approx((255, 0, 0), abs=CLOSE)  # red times yellow
    assert color_at(data, 75, 25) == pytest.approx((255, 230, 0), abs=CLOSE)  # hides the layer below
    assert color_at(data, 75, 75) == pytest.approx((255, 230, 0), abs=CLOSE)


def test_multiply_outside_isolated_groups_darkens_everything_below() -> None:
    marker = Group((Path(box(0, 0, 100, 100), fill=YELLOW, blend=Blend.MULTIPLY),))
    background = Group((Path(box(0, 0, 100, 100), fill=CYAN),))
    data = pdf_of(Scene(1, "", 100, 100, (background, marker)))
    assert color_at(data, 50, 50) == pytest.approx((0, 180, 0), abs=CLOSE)


def test_the_opacity_of_a_group_counts_once_where_its_children_overlap() -> None:
    children = (Path(box(0, 0, 60, 60), fill=BLACK), Path(box(40, 0, 60, 60), fill=BLACK))
    data = pdf_of(scene(Group(children, isolated=True, opacity=0.5)))
    assert color_at(data, 50, 30) == pytest.approx((128, 128, 128), abs=CLOSE)
    assert color_at(data, 20, 30) == pytest.approx((128, 128, 128), abs=CLOSE)


def test_added_colours_are_said_to_be_less_bright() -> None:
    log = WarningLog()
    pdf_of(scene(Path(box(0, 0, 9, 9), fill=RED, blend=Blend.LIGHTER, id="p1")), log=log)
    assert [(remark.code, remark.element) for remark in log.all()] == [(WarningCode.FORMAT_LIMIT, "p1")]


def erased(*nodes: Path) -> bytes:
    """A green layer, and above it a layer of `nodes`."""
    below = Group((Path(box(0, 0, 100, 100), fill=GREEN),), isolated=True)
    return pdf_of(Scene(1, "", 100, 100, (below, Group(nodes, isolated=True))))


def eraser(x: float, y: float, width: float, height: float, opacity: float = 1.0) -> Path:
    return Path(box(x, y, width, height), fill=BLACK, opacity=opacity, blend=Blend.DESTINATION_OUT)


def test_an_eraser_uncovers_the_layer_below_and_spares_it() -> None:
    data = erased(Path(box(0, 0, 100, 50), fill=RED), eraser(0, 0, 50, 100))
    assert color_at(data, 25, 25) == (0, 128, 0)
    assert color_at(data, 75, 25) == (255, 0, 0)
    assert color_at(data, 25, 75) == (0, 128, 0)


def test_what_is_drawn_after_an_eraser_stays_and_a_second_eraser_takes_both() -> None:
    data = erased(
        Path(box(0, 0, 100, 100), fill=RED),
        eraser(0, 0, 100, 30),
        Path(box(0, 0, 50, 100), fill=BLUE),
        eraser(0, 80, 100, 20),
    )
    assert color_at(data, 25, 15) == (37, 99, 235)
    assert color_at(data, 75, 15) == (0, 128, 0)
    assert color_at(data, 75, 50) == (255, 0, 0)
    assert color_at(data, 25, 90) == color_at(data, 75, 90) == (0, 128, 0)


def test_a_translucent_eraser_takes_its_share() -> None:
    data = erased(Path(box(0, 0, 100, 100), fill=RED), eraser(0, 0, 50, 100, opacity=0.5))
    assert color_at(data, 25, 50) == pytest.approx((128, 64, 0), abs=CLOSE)


def test_an_eraser_inside_an_inner_group_takes_from_the_whole_layer() -> None:
    turned = Group((Group((eraser(0, 0, 50, 50),)),), transform=(0, 1, -1, 0, 100, 50))
    below = Group((Path(box(0, 0, 100, 100), fill=GREEN),), isolated=True)
    layer = Group((Path(box(0, 0, 100, 100), fill=RED), turned), isolated=True)
    data = pdf_of(Scene(1, "", 100, 100, (below, layer)))
    assert color_at(data, 75, 75) == (0, 128, 0)
    assert color_at(data, 25, 75) == (255, 0, 0)


def test_an_eraser_outside_isolated_groups_uncovers_the_paper() -> None:
    layer = Group((Path(box(0, 0, 100, 100), fill=RED), eraser(0, 0, 50, 100)))
    data = pdf_of(Scene(1, "", 100, 100, (layer,)))
    assert color_at(data, 25, 50) == (255, 255, 255)
    assert color_at(data, 75, 50) == (255, 0, 0)


def test_turns_of_drawing_and_erasing_never_nest_forms_deeper_than_readers_follow() -> None:
    turns = [path for n in range(60) for path in (Path(ellipse(n, n, 9, 9), fill=RED), eraser(n, n, 3, 3))]
    data = erased(*turns)
    assert deepest_form(page(data)["/Resources"], operators(data)) <= 3


def deepest_form(resources: Any, content: str) -> int:
    """How many forms lie within each other, those of soft masks aside."""
    words = content.split()
    names = {words[at - 1] for at, word in enumerate(words) if word == "Do"}
    forms = [resources["/XObject"][name].get_object() for name in names]
    return 1 + max((deepest_form(resources, form.get_data().decode()) for form in forms), default=-1)


@pytest.mark.parametrize("count", [20, 40])
def test_operations_in_a_row_do_not_double_a_readers_work(count: int) -> None:
    data = pdf_of(on_page(*chain(count)))
    assert drawn(page(data)["/Resources"], operators(data)) < 2 * count**2


def drawn(resources: Any, content: str) -> int:
    """How many forms and masks a reader draws, each as often as it is used."""

    @cache
    def of_form(name: str) -> int:
        return 1 + of_content(resources["/XObject"][name].get_object().get_data().decode())

    @cache
    def of_state(name: str) -> int:
        mask = resources["/ExtGState"][name].get("/SMask")
        return 0 if mask is None else 1 + of_content(mask["/G"].get_object().get_data().decode())

    def of_content(content: str) -> int:
        words = content.split()
        used = {"Do": of_form, "gs": of_state}
        return sum(used[word](name) for name, word in pairwise(words) if word in used)

    return of_content(content)
