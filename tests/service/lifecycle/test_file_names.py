"""The names that downloads get."""

from __future__ import annotations

import pytest

from solo_export.exports.file_names import content_disposition, file_name, media_type, with_extension


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Урок 4", "Урок 4.pdf"),
        ("Урок 5/6: коло", "Урок 5_6_ коло.pdf"),
        ("", "board.pdf"),
        (" .. ", "board.pdf"),
        ("../../etc/passwd", "_.._etc_passwd.pdf"),
        ("a\r\nSet-Cookie: x", "a  Set-Cookie_ x.pdf"),
        ('"quoted"', "_quoted_.pdf"),
        ("notes.pdf", "notes.pdf"),
        ("gpj\u202efdp", "gpj fdp.pdf"),
        ("Ї" * 500, "Ї" * 120 + ".pdf"),
        ("板" * 120, "板" * 80 + ".pdf"),
        ("a" + "🖼" * 120, "a" + "🖼" * 59 + ".pdf"),
        ("x\ud800y", "x y.pdf"),
        ("\u0418\u0306жак", "Йжак.pdf"),
    ],
)
def test_a_name_is_one_that_every_file_system_takes(wanted: str, name: str) -> None:
    assert file_name(wanted, "pdf") == name
    assert len(name.encode()) <= 255


def test_the_same_name_for_another_kind_of_file() -> None:
    assert with_extension("v1.2 notes.png", "zip") == "v1.2 notes.zip"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.png", "image/png"), ("a.b.pdf", "application/pdf"), ("a.exe", "application/octet-stream")],
)
def test_the_type_goes_by_the_extension(name: str, kind: str) -> None:
    assert media_type(name) == kind


def test_a_plain_name_stands_in_the_header_as_it_is() -> None:
    assert content_disposition("board 4.pdf") == 'attachment; filename="board 4.pdf"'


def test_any_other_name_stands_there_twice() -> None:
    assert content_disposition("Урок 4.pdf") == (
        "attachment; filename=\"____ 4.pdf\"; filename*=UTF-8''%D0%A3%D1%80%D0%BE%D0%BA%204.pdf"
    )


def test_old_readers_get_no_name_of_underscores_alone() -> None:
    assert content_disposition("Рівняння.pdf").startswith('attachment; filename="board.pdf"; filename*=')


def test_what_looks_like_an_escape_is_in_the_second_alone() -> None:
    assert content_disposition("100%22.pdf") == (
        "attachment; filename=\"100_22.pdf\"; filename*=UTF-8''100%2522.pdf"
    )
