"""The remarks that travel with a result."""

from __future__ import annotations

import json

import pytest

from boardkit import RenderWarning, WarningCode
from boardkit.warnings import WarningLog


def logged(message: str, element: str | None = None) -> RenderWarning:
    log = WarningLog()
    log.add(WarningCode.VALUE_REPAIRED, message, page=2, element=element)
    (warning,) = log.all()
    return warning


def test_remarks_keep_their_order_and_repeats_count_once() -> None:
    log = WarningLog()
    for element in ("b", "a", "b"):
        log.add(WarningCode.IMAGE_MISSING, "Gone.", page=1, element=element)
    assert [warning.element for warning in log.all()] == ["b", "a"]


def test_a_shared_remark_is_made_once_a_page_and_names_every_element() -> None:
    log = WarningLog()
    for page, element in ((1, "a"), (1, "b"), (1, None), (1, "a"), (1, "b"), (2, "c")):
        log.add_shared(WarningCode.FONT_SUBSTITUTED, "No such font.", page=page, element=element)
    assert [(warning.page, warning.element, warning.others) for warning in log.all()] == [
        (1, "a", ("b",)),
        (2, "c", ()),
    ]
    assert log.all()[0].as_dict()["others"] == ["b"]


def test_a_remark_as_json_values() -> None:
    assert logged("Odd.", "s1").as_dict() == {
        "code": "value_repaired",
        "message": "Odd.",
        "page": 2,
        "element": "s1",
    }


@pytest.mark.parametrize("odd", ["\x00", "\n", "\x1b", "\x7f", "\ud800", chr(0xDFFF)])
def test_what_no_log_or_database_takes_is_replaced(odd: str) -> None:
    warning = logged(f"a{odd}b", f"c{odd}")
    assert (warning.message, warning.element) == ("a\ufffdb", "c\ufffd")
    json.dumps(warning.as_dict(), ensure_ascii=False).encode()


def test_long_words_are_cut() -> None:
    warning = logged("x" * 10_000, "y" * 10_000)
    assert warning.element is not None
    assert max(len(warning.message), len(warning.element)) <= 300
