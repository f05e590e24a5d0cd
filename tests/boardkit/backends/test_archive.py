"""Several pictures as one ZIP file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest

from boardkit.backends.archive import write_zip


def opened(numbers: Sequence[int]) -> zipfile.ZipFile:
    files = (f"picture {position}".encode() for position in range(len(numbers)))
    return zipfile.ZipFile(io.BytesIO(write_zip(files, numbers, "png")))


@pytest.mark.parametrize(
    ("numbers", "names"),
    [
        ((1, 2), ["page-1.png", "page-2.png"]),
        ((3, 1), ["page-3.png", "page-1.png"]),
        ((9, 10), ["page-09.png", "page-10.png"]),
        ((7, 120), ["page-007.png", "page-120.png"]),
        ((2, 2, 1, 2), ["page-2.png", "page-2-2.png", "page-1.png", "page-2-4.png"]),
    ],
)
def test_files_are_named_by_their_pages_in_the_wanted_order(numbers: Sequence[int], names: list[str]) -> None:
    assert opened(numbers).namelist() == names


def test_every_file_comes_back_intact_and_is_not_compressed_twice() -> None:
    archive = opened((4, 5, 6))
    assert archive.testzip() is None
    assert [archive.read(name) for name in archive.namelist()] == [b"picture 0", b"picture 1", b"picture 2"]
    assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_same_pictures_are_the_same_file() -> None:
    assert write_zip([b"a", b"b"], (1, 2), "png") == write_zip([b"a", b"b"], (1, 2), "png")


@pytest.mark.parametrize("count", [1, 3])
def test_a_picture_too_few_or_too_many_is_an_error(count: int) -> None:
    with pytest.raises(ValueError, match="zip"):
        write_zip([b"a"] * count, (1, 2), "png")
