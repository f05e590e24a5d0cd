"""Runs of points taken out of JSON text: the same numbers as Python's own parser gives, or left alone."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardkit.board.decode import decode, decode_runs
from boardkit.board.point_runs import STAND_IN, take_runs
from boardkit.board.values import Element
from boardkit.errors import NotJson, OverLimit
from boardkit.limits import Limits
from boardkit.warnings import WarningLog
from tests.boardkit.plain_kernels import load_plain

PLAIN = load_plain("boardkit.board.point_runs")

NUMBERS = st.one_of(
    st.integers(-(10**25), 10**25).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.floats(-2000, 2000).map(lambda value: f"{value:.2f}"),
    st.sampled_from(
        ["-0", "0.10", "1E2", "1e+22", "25e-3", "123456789012345678", "0.1234567890123456", "5e-324"]
    ),
)
ODD = st.sampled_from(
    ["1e999", "NaN", "-Infinity", "true", "null", '"12"', "[1]", "{}", "01", "1.", ".5", "+1", "-"]
)
KEYS = st.sampled_from(["x", "y", "pressure", "t", "", "xy", "pressures", "\\u0078", "é"])


@st.composite
def points(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    """A point as text: mostly x and y, sometimes something else, with space anywhere."""
    pairs = [("x", draw(values)), ("y", draw(values))] if draw(st.integers(0, 9)) else []
    pairs += draw(st.lists(st.tuples(KEYS, values), max_size=2))
    space = draw(st.sampled_from(["", " ", "\n\t"]))
    return "{" + ",".join(f'{space}"{key}"{space}:{space}{value}{space}' for key, value in pairs) + "}"


def stroke(run: str) -> bytes:
    return f'{{"id": "a", "points": {run}, "size": 3}}'.encode()


def read(text: bytes) -> list[list[float]]:
    """The points that the dialects see, by way of the arrays."""
    values, _ = decode_runs(text, Limits())
    return read_values(values)


def read_values(values: Any) -> list[list[float]]:
    element = Element(values, 1, WarningLog())
    return element.points().tolist() if element.values else []


@given(st.lists(points(NUMBERS), max_size=5))
def test_numbers_are_those_of_pythons_parser_to_the_last_bit(run: list[str]) -> None:
    text = stroke("[" + " , ".join(run) + "]")
    np.testing.assert_array_equal(read(text), read_values(decode(text, Limits())))


@given(st.lists(points(st.one_of(NUMBERS, ODD)), min_size=1, max_size=4))
def test_whatever_is_odd_means_what_it_means_without_arrays(run: list[str]) -> None:
    text = stroke("[" + ",".join(run) + "]")
    try:
        expected = read_values(decode(text, Limits()))
    except NotJson:
        with pytest.raises(NotJson):
            read(text)
        return
    np.testing.assert_array_equal(read(text), expected)


@given(st.lists(points(st.one_of(NUMBERS, ODD)), max_size=4))
def test_runs_are_the_same_compiled_and_not(run: list[str]) -> None:
    text = stroke("[" + ",".join(run) + "]") * 2
    rest, runs = take_runs(text)
    plain_rest, plain_runs = PLAIN.take_runs(text)
    assert rest == plain_rest
    for one, other in zip(runs, plain_runs, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_run_leaves_nothing_of_itself_in_the_text() -> None:
    rest, runs = take_runs(b'{"points" : [{"x":1.5,"y":-2,"t":0}, {"y":4,"x":3,"pressure":0.25}] }')
    assert rest == b'{"points" : ' + STAND_IN + b" }"
    assert len(runs) == 1
    np.testing.assert_array_equal(runs[0], [[1.5, -2, math.nan], [3, 4, 0.25]])


@pytest.mark.parametrize(
    "text",
    [
        b'{"a": "\\"points\\": [{\\"x\\":1,\\"y\\":1}]"}',
        b'{"\\"points": [{"x":1,"y":1}]}',
        b'{"points": [{"x":1}]}',
        b'{"points": [[1, 2]]}',
        b'{"points": []}',
        b'{"points": [{"x":1,"y":1}',
        b'{"points": [{"x":1,"y":1',
        b'{"points"',
        b"",
        b'{"a": -Infinity, "points": [{"x":1,"y":1}]}',
        b'{"points": [{"x":1,"y":1}], "a": -Infinity}',
    ],
)
def test_text_is_left_alone_where_a_run_is_not_certain(text: bytes) -> None:
    assert take_runs(text) == (text, [])


def test_infinities_keep_their_places_beside_runs() -> None:
    text = b'{"a": Infinity, "points": [{"x":1,"y":2}], "b": {"points": [{"x":3,"y":4}]}}'
    values, has_runs = decode_runs(text, Limits())
    assert has_runs
    assert values["a"] == math.inf
    assert (values["points"][0, 0], values["b"]["points"][0, 0]) == (1, 3)


def test_of_points_saved_twice_the_last_count() -> None:
    text = b'{"points": [{"x":1,"y":2}], "points": [{"x":3,"y":4,"x":5}]}'
    assert read(text)[0][:2] == [5, 4]


@pytest.mark.parametrize("depth", [62, 63])
def test_a_run_is_as_deep_as_its_objects_are(depth: int) -> None:
    text = b"[" * (depth - 1) + stroke('[{"x":1,"y":2}]') + b"]" * (depth - 1)
    for read_text in (decode, decode_runs):
        if depth == 62:
            read_text(text, Limits())
        else:
            with pytest.raises(OverLimit):
                read_text(text, Limits())


def test_handwriting_becomes_no_objects() -> None:
    """Counted, because a board whose points are objects takes ten times the time and the memory."""
    saved = {
        "pages": [
            {"strokes": [{"points": [{"x": n / 7, "y": n, "t": n, "pressure": None}]}]} for n in range(9)
        ]
    }
    _, runs = take_runs(json.dumps(saved).encode())
    assert len(runs) == 9
