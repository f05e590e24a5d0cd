"""RFC 9110's single byte ranges."""

from __future__ import annotations

import pytest

from solo_export.exports.api.ranges import ByteRange, UnsatisfiableError, requested


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 9),
        ("bytes=3-", 3, 9),
        ("bytes=-4", 6, 9),
        ("bytes=-99", 0, 9),
        ("Bytes = 2 - 5", 2, 5),
    ],
)
def test_a_range_is_cut_to_the_file(header: str, first: int, last: int) -> None:
    part = requested(header, 10)
    assert part == ByteRange(first, last, 10)
    assert part.content_range == f"bytes {first}-{last}/10"
    assert part.length == last - first + 1


@pytest.mark.parametrize(
    "header", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "pages=1-2", "bytes=a-b", "bytes=²-3"]
)
def test_what_is_no_single_range_gets_the_whole_file(header: str) -> None:
    assert requested(header, 10) is None


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        requested(header, 10)


def test_an_empty_file_has_no_range() -> None:
    with pytest.raises(UnsatisfiableError):
        requested("bytes=0-", 0)
