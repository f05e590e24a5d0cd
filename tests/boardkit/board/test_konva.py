"""Konva's own JSON: what is broken in a tree is said, with the id of the node that it belongs to."""

from __future__ import annotations

from typing import Any

import pytest

from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.saved import parsed


def remark(tree: Any) -> tuple[WarningCode, str, str | None]:
    """The only remark on a tree, and the node that it is about."""
    log = WarningLog()
    parsed(tree, log).read_page(1)
    (warning,) = log.all()
    return warning.code, warning.message, warning.element


def stage(*nodes: Any, **attrs: Any) -> Any:
    return {
        "className": "Stage",
        "attrs": {"width": 300, "height": 200, **attrs},
        "children": [{"className": "Layer", "attrs": {}, "children": list(nodes)}],
    }


def group(**attrs: Any) -> Any:
    return {"className": "Group", "attrs": {"id": "g", **attrs}, "children": []}


RED = {"stroke": "red"}


@pytest.mark.parametrize(
    ("tree", "message", "element"),
    [
        (
            stage(width="wide"),
            "The page's width is no number from 1 to 1,000,000 and was taken as 920.",
            None,
        ),
        (stage(height=-4), "The page's height is no number from 1 to 1,000,000 and was taken as 1200.", None),
        (
            stage(group(opacity=5)),
            "The Group's opacity lies outside 0 to 1 and was ignored, as browsers do.",
            "g",
        ),
        (
            stage(group(clipWidth="9", clipHeight=9)),
            "The Group's clip lacks a width or a height as a number and was ignored.",
            "g",
        ),
        (
            stage({"className": "Group", "attrs": {"id": "g"}, "children": "none"}),
            "The Group's children are no list and were left out.",
            "g",
        ),
        (
            stage({"className": "Rect", "attrs": [1]}),
            "The Rect's attrs are no object and were left out.",
            None,
        ),
        *(
            (stage({"className": "Line", "attrs": {"id": "l", **RED, "points": points}}), message, "l")
            for points, message in (
                ("1,2", "The Line's points should be a list of numbers; none was read."),
                ([1, 2, 3], "The Line's points held one number too many; the last was left out."),
                (
                    [1, "x", 3, "4"],
                    "The Line's points held what is no number; this was read as one, or left out.",
                ),
            )
        ),
        (
            {"className": "Stage", "attrs": {"id": "s", "width": 9, "height": 9}, "children": {}},
            "The Stage's children are no list and were left out.",
            "s",
        ),
    ],
)
def test_a_broken_value_is_repaired_with_a_remark(tree: Any, message: str, element: str | None) -> None:
    assert remark(tree) == (WarningCode.VALUE_REPAIRED, message, element)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("Sprite", "what it shows is not saved with it"), ("rect", "Konva has no such shape")],
)
def test_a_node_that_no_class_draws_is_left_out_with_the_reason(kind: str, reason: str) -> None:
    left_out = {"className": kind, "attrs": {"id": "n"}}
    assert remark(stage(left_out)) == (
        WarningCode.ELEMENT_LEFT_OUT,
        f"The {kind} was left out: {reason}.",
        "n",
    )
