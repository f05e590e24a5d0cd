"""Math functions in CSS values."""

from __future__ import annotations

import math

import pytest
import tinycss2

from boardkit.scene.colors.css_math import DEGREES, NUMBER, PERCENTAGE, NoValueError, Value, evaluated


def value(css: str) -> Value:
    return evaluated(tinycss2.parse_one_component_value(css), {"x": 7.0})


@pytest.mark.parametrize(
    ("css", "number", "unit"),
    [
        ("calc(100 * (2 + 1) / 2)", 150, NUMBER),
        ("calc(10% + 20%)", 30, PERCENTAGE),
        ("calc(0.25turn - 200grad + 1rad)", -90 + math.degrees(1), DEGREES),
        ("calc(2 * x)", 7 * 2, NUMBER),
        ("calc(-infinity)", -math.inf, NUMBER),
        ("calc(1 / 0)", math.inf, NUMBER),
        ("min(3, 2 * 4, 5)", 3, NUMBER),
        ("max(10%, 20%)", 20, PERCENTAGE),
        ("clamp(0, 300, 255)", 255, NUMBER),
        ("round(12.5)", 13, NUMBER),
        ("round(up, 12.2, 5)", 15, NUMBER),
        ("round(to-zero, -7, 2)", -6, NUMBER),
        ("mod(-7, 5)", 3, NUMBER),
        ("rem(-7, 5)", -2, NUMBER),
        ("sign(-0.5%)", -1, NUMBER),
        ("hypot(30, 40)", 50, NUMBER),
        ("pow(2, 5)", 32, NUMBER),
        ("log(8, 2)", 3, NUMBER),
        ("sin(30deg)", 0.5, NUMBER),
        ("cos(pi)", -1, NUMBER),
        ("atan2(1, 1)", 45, DEGREES),
    ],
)
def test_a_function_comes_to_a_value(css: str, number: float, unit: str) -> None:
    assert value(css).number == pytest.approx(number)
    assert value(css).unit == unit


@pytest.mark.parametrize("css", ["sqrt(-1)", "log(-1)", "calc(0 / 0)", "mod(1, 0)"])
def test_what_has_no_value_is_no_number(css: str) -> None:
    assert math.isnan(value(css).number)


@pytest.mark.parametrize(
    "css",
    [
        *("pi", "nan", "infinity", "(1)"),
        "calc(1 + 2%)",
        "calc(5 +5)",
        "calc(1px)",
        "calc()",
        "calc(2 *)",
        "calc(10% * 20%)",
        "calc(2 / 10%)",
        "min()",
        "clamp(1, 2)",
        "sin(50%)",
        "sqrt(4%)",
        "calc(y)",
    ],
)
def test_nonsense_is_refused(css: str) -> None:
    with pytest.raises(NoValueError):
        value(css)
