"""Several pictures as one ZIP file."""

from __future__ import annotations

import io
import zipfile

import pytest

from boardkit.backends.archive import page_names, write_zip

FILES = [("b.png", b"picture 0"), ("a.png", b"picture 1"), ("c/d.png", b"picture 2")]


@pytest.mark.parametrize(
    ("numbers", "names"),
    [
        ((1, 2), ["page-1", "page-2"]),
        ((3, 1), ["page-3", "page-1"]),
        ((9, 10), ["page-09", "page-10"]),
        ((7, 120), ["page-007", "page-120"]),
        ((2, 2, 1, 2), ["page-2", "page-2-2", "page-1", "page-2-4"]),
    ],
)
def test_files_are_named_by_their_pages_in_the_wanted_order(
    numbers: tuple[int, ...], names: list[str]
) -> None:
    assert page_names(numbers) == names


def test_every_file_comes_back_intact_and_is_not_compressed_twice() -> None:
    archive = zipfile.ZipFile(io.BytesIO(write_zip(FILES)))
    assert archive.testzip() is None
    assert [(name, archive.read(name)) for name in archive.namelist()] == FILES
    assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_same_pictures_are_the_same_file() -> None:
    assert write_zip(FILES) == write_zip(FILES)
