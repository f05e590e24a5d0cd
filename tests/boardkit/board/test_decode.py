"""What counts as a saved state, and what is refused before anything of it is read."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from boardkit.board.decode import decode
from boardkit.errors import NotJson, OverLimit
from boardkit.limits import Limits

TEXT = '{"pages": [{"name": "Дошка ✏"}]}'


def nested(depth: int) -> Any:
    value: Any = 0
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


@pytest.mark.parametrize(
    "state",
    [TEXT, TEXT.encode(), bytearray(TEXT.encode()), memoryview(TEXT.encode()), json.loads(TEXT)],
    ids=["text", "bytes", "bytearray", "memoryview", "values"],
)
def test_text_bytes_and_decoded_values_mean_the_same(state: object) -> None:
    assert decode(state, Limits()) == {"pages": [{"name": "Дошка ✏"}]}


@pytest.mark.parametrize("state", ["\ufeff[1]", b"\xef\xbb\xbf[1]"])
def test_a_byte_order_mark_is_skipped(state: object) -> None:
    assert decode(state, Limits()) == [1]


@pytest.mark.parametrize(
    "state", [b'"\\ud83d"', '"\ud83d"', b'"\xed\xa0\xbd"'], ids=["escape", "text", "bytes"]
)
def test_half_a_surrogate_pair_is_kept(state: object) -> None:
    assert decode(state, Limits()) == "\ud83d"


def test_numbers_that_json_lacks_are_read() -> None:
    values = decode(b"[NaN, Infinity, -Infinity, 1e999]", Limits())
    assert math.isnan(values[0])
    assert values[1:] == [math.inf, -math.inf, math.inf]


@pytest.mark.parametrize(
    "state",
    [
        b"",
        "",
        b"{",
        b"[1,]",
        b"{'a': 1}",
        b"[1] [2]",
        b"\xff[1]",
        '{"a": 1}'.encode("utf-16"),
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_json_is_refused(state: object) -> None:
    with pytest.raises(NotJson):
        decode(state, Limits())


def test_a_state_may_have_as_many_bytes_as_the_limit_and_no_more() -> None:
    state = "[1,2,3]"
    assert decode(state, Limits(state_bytes=7)) == [1, 2, 3]
    with pytest.raises(OverLimit) as caught:
        decode(state, Limits(state_bytes=6))
    assert (caught.value.limit, caught.value.allowed, caught.value.found) == ("state_bytes", 6, 7)


def test_bytes_count_not_characters() -> None:
    with pytest.raises(OverLimit):
        decode('"Ґ"', Limits(state_bytes=3))


@pytest.mark.parametrize("write", [json.dumps, lambda values: values], ids=["text", "values"])
def test_a_state_may_be_as_deep_as_the_limit_and_no_deeper(write: Any) -> None:
    assert decode(write(nested(64)), Limits()) == nested(64)
    with pytest.raises(OverLimit) as caught:
        decode(write(nested(65)), Limits())
    assert (caught.value.limit, caught.value.allowed) == ("depth", 64)


@pytest.mark.parametrize("bracket", ["[", '{"a":'])
@pytest.mark.parametrize("count", [900, 100_000])
def test_very_deep_nesting_is_refused_before_the_interpreter_gives_up(bracket: str, count: int) -> None:
    closing = {"[": "]", "{": "}"}[bracket[0]]
    with pytest.raises(OverLimit) as caught:
        decode(bracket * count + "1" + closing * count, Limits())
    assert caught.value.limit == "depth"


def test_values_that_hold_themselves_are_too_deep() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(OverLimit):
        decode(loop, Limits())
