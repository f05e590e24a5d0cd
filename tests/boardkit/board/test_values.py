"""Single values that no server ever checked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from boardkit.board.values import Element, identity, number, text
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.saved import messages


def element(log: WarningLog, **values: Any) -> Element:
    return Element({"id": "s1", **values}, page=3, log=log, kind="pen stroke")


@pytest.mark.parametrize(
    ("saved", "read"),
    [
        (12, 12.0),
        (-0.5, -0.5),
        ("12", 12.0),
        (" -1.5e1 \n", -15.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("+3", 3.0),
        ("", 0.0),
        ("   ", 0.0),
        (10**300, 1e300),
        *(("0x1F", 31.0), ("0b101", 5.0), (" 0O17 ", 15.0)),
    ],
)
def test_numbers_are_read_as_javascript_reads_them(saved: object, read: float) -> None:
    assert number(saved) == read


@pytest.mark.parametrize(
    "saved",
    [
        *(None, True, False, [], [1], {}, "twelve", "12px", "1,5", "1_000", "１２", "e5", "."),
        *("0x", "0b2", "-0x1"),
        *("NaN", "Infinity", "-inf", "1e999", math.nan, math.inf, -math.inf, 10**400, "9" * 400),
    ],
)
def test_what_is_no_finite_number_is_none(saved: object) -> None:
    assert number(saved) is None


@pytest.mark.parametrize(
    ("saved", "read"),
    [
        ("a", "a"),
        ("", ""),
        (7, "7"),
        (1.5, "1.5"),
        (1234567.5, "1234567.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (7.0, "7"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (0.00001, "0.00001"),
        (1.5e-7, "1.5e-7"),
        (2**60 + 1, "1152921504606847000"),
        (10**400, "Infinity"),
        (-math.inf, "-Infinity"),
        (math.nan, "NaN"),
        (None, None),
        (True, "true"),
        (False, "false"),
        ([], ""),
        (["red"], "red"),
        ([1, None, {}], "1,,[object Object]"),
        ({}, "[object Object]"),
    ],
)
def test_text_is_what_javascript_writes(saved: object, read: str | None) -> None:
    assert text(saved) == read


@pytest.mark.parametrize(
    ("saved", "read"),
    [("a1", "a1"), (0, "0"), (2**60 + 1, str(2**60 + 1)), ("", None), (None, None), ({}, None), (True, None)],
)
def test_an_identity_is_a_text_that_is_not_empty(saved: object, read: str | None) -> None:
    assert identity(saved) == read


class TestElementNumber:
    def test_a_missing_one_is_the_default_without_a_word(self) -> None:
        log = WarningLog()
        assert element(log, size=None).number("size", 4.0) == 4.0
        assert element(log).number("size", 4.0) == 4.0
        assert log.all() == ()

    @pytest.mark.parametrize("saved", ["thick", [4, 5], ["thick"], {}, math.nan, math.inf])
    def test_one_that_is_none_is_the_default_with_a_remark(self, saved: object) -> None:
        log = WarningLog()
        assert element(log, size=saved).number("size", 4.0) == 4.0
        (warning,) = log.all()
        assert (warning.code, warning.page, warning.element) == (WarningCode.VALUE_REPAIRED, 3, "s1")
        assert warning.message == "The pen stroke's size is no number and was taken as 4."

    @pytest.mark.parametrize(("saved", "width"), [("thick", 1.0), ({}, 1.0), (math.nan, 0.0)])
    def test_a_lines_width_that_is_no_number_is_what_a_canvas_has(self, saved: object, width: float) -> None:
        log = WarningLog()
        assert element(log, size=saved).line_width("size") == width
        (warning,) = log.all()
        assert warning.message == f"The pen stroke's size is no number and was taken as {width:g}."

    @pytest.mark.parametrize(("saved", "width"), [(None, 2.0), (0, 0.0), ("3", 3.0), ([5], 5.0)])
    def test_a_lines_width_is_konvas_where_none_is_saved(self, saved: object, width: float) -> None:
        assert element(WarningLog(), size=saved).line_width("size") == width

    @pytest.mark.parametrize(("saved", "read"), [([4], 4.0), (["4.5"], 4.5), ([], 0.0)])
    def test_one_saved_as_a_list_is_read_as_javascript_reads_it(self, saved: object, read: float) -> None:
        log = WarningLog()
        assert element(log, size=saved).number("size", 1.0) == read
        (warning,) = log.all()
        assert warning.message == "The pen stroke's size is saved as a list and was read as a number."

    def test_one_saved_as_text_is_read_with_a_remark(self) -> None:
        log = WarningLog()
        assert element(log, size="12").number("size", 4.0) == 12.0
        assert messages(log) == ["The pen stroke's size is saved as text and was read as a number."]


class TestElementPoints:
    def read(self, log: WarningLog, points: object) -> list[list[float]]:
        result = element(log, points=points).points()
        assert result.dtype == np.float64
        assert result.shape == (len(result), 3)
        rows: list[list[float]] = np.nan_to_num(result, nan=-1).tolist()
        return rows

    def test_points_are_rows_of_x_y_and_pressure(self) -> None:
        log = WarningLog()
        saved = [{"x": 1, "y": 2, "t": 5}, {"x": 3.5, "y": -4, "pressure": 0.25}]
        assert self.read(log, saved) == [[1, 2, -1], [3.5, -4, 0.25]]
        assert log.all() == ()

    @pytest.mark.parametrize("saved", [None, []])
    def test_no_points_are_no_rows(self, saved: object) -> None:
        log = WarningLog()
        assert self.read(log, saved) == []
        assert log.all() == ()

    @pytest.mark.parametrize("saved", [7, "points", {"x": 1}, True])
    def test_what_is_no_list_is_taken_as_empty(self, saved: object) -> None:
        log = WarningLog()
        assert self.read(log, saved) == []
        assert messages(log) == ["The pen stroke's points are no list and were taken as empty."]

    @pytest.mark.parametrize(
        "bad",
        [
            *(
                None,
                7,
                "x",
                [1, 2],
                {},
                {"x": 1},
                {"x": None, "y": 2},
                {"x": "left", "y": 2},
                {"x": math.nan, "y": 2},
            ),
            *({"x": math.inf, "y": 2}, {"x": 10**400, "y": 2}, {"x": [1], "y": [2], "pressure": [3]}),
        ],
        ids=repr,
    )
    def test_a_point_that_is_none_is_dropped_and_its_neighbours_stay(self, bad: object) -> None:
        log = WarningLog()
        assert self.read(log, [{"x": 1, "y": 2}, bad, {"x": 3, "y": 4}]) == [[1, 2, -1], [3, 4, -1]]
        assert messages(log) == ["The pen stroke's points held 1 that are no points; these were dropped."]

    @pytest.mark.parametrize(
        "bad", [{"x": [1], "y": [2], "pressure": [3]}, {"x": [], "y": [], "pressure": []}]
    )
    def test_points_that_are_all_lists_are_all_dropped(self, bad: object) -> None:
        assert self.read(WarningLog(), [bad, bad, bad]) == []

    def test_coordinates_saved_as_text_are_read_with_a_remark(self) -> None:
        log = WarningLog()
        assert self.read(log, [{"x": "1", "y": 2}, {"x": 3, "y": "4.5"}]) == [[1, 2, -1], [3, 4.5, -1]]
        assert messages(log) == [
            "The pen stroke's points held numbers saved as text; these were read as numbers."
        ]

    @pytest.mark.parametrize("pressure", [None, "hard", math.inf, math.nan])
    @pytest.mark.parametrize("x", [1, "1"], ids=["clean", "repaired"])
    def test_a_pressure_that_is_no_number_was_not_given(self, x: object, pressure: object) -> None:
        assert self.read(WarningLog(), [{"x": x, "y": 2, "pressure": pressure}]) == [[1, 2, -1]]

    def test_a_null_pressure_is_no_repair(self) -> None:
        log = WarningLog()
        saved = [{"x": 1, "y": 2, "pressure": None}, {"x": 3, "y": 4, "pressure": 0.5}]
        assert self.read(log, saved) == [[1, 2, -1], [3, 4, 0.5]]
        assert log.all() == ()


def test_an_object_for_a_text_is_what_javascript_writes_with_a_remark() -> None:
    log = WarningLog()
    assert element(log, text={"a": 1}).text("text", "none") == "[object Object]"
    assert messages(log) == [
        "The pen stroke's text is no text and was read as [object Object], as browsers do."
    ]


@pytest.mark.parametrize(
    ("saved", "is_set"), [(None, False), (0, False), ("", False), (math.nan, False), ({}, True), ("0", True)]
)
def test_a_flag_is_what_javascript_takes_for_true(saved: object, is_set: bool) -> None:
    assert element(WarningLog(), locked=saved).flag("locked") is is_set


def test_a_name_that_javascript_takes_for_false_is_none() -> None:
    log = WarningLog()
    assert [element(log, color=saved).optional_text("color") for saved in (0, math.nan, "")] == [None] * 3
    assert messages(log) == []
