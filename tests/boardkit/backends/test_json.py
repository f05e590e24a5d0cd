"""The state itself as a file."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from boardkit.backends.json import write_json
from boardkit.warnings import WarningCode, WarningLog

STATE = {
    "pages": [{"name": "Урок ✏️", "strokes": [], "n": -0.0, "big": 2**80, "small": 1e-300, "half": 0.1}],
    "b": None,
    "a": True,
    "": '\u2028\x00"\\/',
}


@pytest.mark.parametrize("pretty", [False, True])
def test_the_files_value_is_the_states(pretty: bool) -> None:
    log = WarningLog()
    assert json.loads(write_json(STATE, pretty=pretty, log=log)) == STATE
    assert log.all() == ()


@pytest.mark.parametrize("value", [None, [], {}, 0, "text", True, [[[]]]])
def test_any_value_is_a_file(value: Any) -> None:
    assert json.loads(write_json(value, pretty=False, log=WarningLog())) == value


def test_text_is_readable_and_keys_keep_their_order() -> None:
    data = write_json(STATE, pretty=False, log=WarningLog())
    assert "Урок ✏️".encode() in data
    assert list(json.loads(data)) == list(STATE)
    assert b"\n" not in data
    assert b": " not in data


def test_a_pretty_file_is_indented() -> None:
    assert write_json({"a": [1]}, pretty=True, log=WarningLog()) == b'{\n  "a": [\n    1\n  ]\n}'


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_json_lacks_are_null_with_one_remark(number: float) -> None:
    log = WarningLog()
    data = write_json({"a": [number, {"b": number}], "c": 1.5}, pretty=False, log=log)
    assert data == b'{"a":[null,{"b":null}],"c":1.5}'
    assert [warning.code for warning in log.all()] == [WarningCode.VALUE_REPAIRED]


@pytest.mark.parametrize("text", ["\ud83d", "a\udfffb", "\ude00\ud83d", "\\\ud800"])
def test_half_a_surrogate_pair_stays_an_escape(text: str) -> None:
    data = write_json({text: text}, pretty=False, log=WarningLog())
    data.decode("utf-8")
    assert json.loads(data) == {text: text}
