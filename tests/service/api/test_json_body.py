"""What a JSON body may hold, and how the value to blame is named."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solo_export.exports.api import json_body
from solo_export.exports.api.errors import BadRequest

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**307), 10**307)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner, max_size=5
        )
    ),
    max_leaves=30,
)


def refusal(body: bytes) -> dict[str, Any]:
    with pytest.raises(BadRequest) as caught:
        json_body.parse(body)
    detail = caught.value.detail
    assert isinstance(detail, dict)
    return {key: str(value) for key, value in detail.items()}


@given(JSON_VALUES, st.booleans())
def test_every_value_that_all_readers_hold_is_taken_as_it_is(value: Any, escaped: bool) -> None:
    assert json_body.parse(json.dumps(value, ensure_ascii=escaped).encode()) == value


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert json_body.parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param(b'{"state": {"x": [1, NaN]}}', "state.x.1", id="NaN"),
        pytest.param(b'{"state": -Infinity}', "state", id="infinity"),
        pytest.param(b'{"state": {"x": 1e999}}', "state.x", id="a float beyond doubles"),
        pytest.param(b'{"state": {"x": %s}}' % (b"9" * 400), "state.x", id="an integer beyond doubles"),
        pytest.param(
            b'{"state": {"x": %s}}' % (b"9" * 9000), "state.x", id="more digits than Python converts"
        ),
        pytest.param(rb'{"name": "a\u0000b"}', "name", id="U+0000"),
        pytest.param(rb'{"a": [{"b": "\ud800"}]}', "a.0.b", id="half of a surrogate pair"),
        pytest.param(rb'{"a": {"\udfff": 1}}', "a", id="half of a surrogate pair in a key"),
    ],
)
def test_a_value_that_cannot_be_kept_is_named_by_its_path(body: bytes, field: str) -> None:
    assert refusal(body)["field"] == field


def test_escaped_backslashes_before_u0000_are_only_text() -> None:
    assert json_body.parse(rb'{"name": "\\u0000 \\ud800"}') == {"name": r"\u0000 \ud800"}


def test_a_whole_surrogate_pair_is_one_character() -> None:
    assert json_body.parse(rb'["\ud83d\ude00"]') == ["😀"]


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def test_the_body_and_64_levels_in_it_are_taken_and_no_more() -> None:
    json_body.parse(nested(json_body.MAX_DEPTH + 1))
    assert "64 levels" in refusal(nested(json_body.MAX_DEPTH + 2))["error"]


@pytest.mark.parametrize("levels", [900, 100_000])
def test_nesting_that_exhausts_a_recursive_decoder_is_refused_like_any_other(levels: int) -> None:
    assert "64 levels" in refusal(nested(levels))["error"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{'a': 1}", b"\xff\xfe", '{"a": "é"}'.encode("latin-1"), b"[1,]"]
)
def test_what_is_no_json_is_refused_with_a_sentence(body: bytes) -> None:
    assert refusal(body)["error"].endswith(".")


def test_numbers_within_doubles_stay_exact() -> None:
    value = json_body.parse(b"[1e308, 5e-324, 12345678901234567890]")
    assert value == [1e308, 5e-324, 12345678901234567890]
    assert not any(math.isinf(number) for number in value)
