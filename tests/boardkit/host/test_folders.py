"""Fonts from folders: families, styles, weights of variable fonts, and what a font lacks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from boardkit.host import FolderFonts, noto_sans
from boardkit.resources import FontQuery, FontSource


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Noto Sans, upright and italic, and Noto Sans Arabic in a folder below."""
    top = tmp_path_factory.mktemp("fonts")
    for package, below in (("fontpkg_noto_sans", ""), ("fontpkg_noto_sans_arabic", "arabic")):
        (top / below).mkdir(exist_ok=True)
        for name, data in _fonts_of(package):
            (top / below / name).write_bytes(data)
    (top / "notes.txt").write_text("no font")
    return top


def _fonts_of(package: str) -> Iterator[tuple[str, bytes]]:
    with as_file(files(package) / "files") as found:
        for file in sorted(found.glob("*.ttf")):
            yield file.name, file.read_bytes()


@pytest.fixture(scope="module")
def fonts(folder: Path) -> FontSource:
    return FolderFonts([folder])


def test_a_family_is_found_by_its_name_whatever_its_case(fonts: FontSource) -> None:
    stack = fonts.match(FontQuery(("Inter", "noto sans arabic")))
    assert stack.faces[0].family == "Noto Sans Arabic"
    assert stack.missing == ("Inter",)


def test_without_the_family_there_is_still_a_font(fonts: FontSource) -> None:
    stack = fonts.match(FontQuery(("Inter",)))
    assert stack.faces
    assert stack.missing == ("Inter",)


def test_generic_families_are_never_missing(fonts: FontSource) -> None:
    assert fonts.match(FontQuery(("system-ui", "sans-serif"))).missing == ()


@pytest.mark.parametrize(("weight", "drawn"), [(100, 100), (400, 400), (650, 650), (1000, 900)])
def test_a_variable_font_has_every_weight_between_its_ends(
    fonts: FontSource, weight: int, drawn: int
) -> None:
    face = fonts.match(FontQuery(("Noto Sans",), weight)).faces[0]
    assert face.weight == drawn
    assert face.variations == (() if drawn == 400 else (("wght", float(drawn)),))
    assert not face.emboldened


def test_italics_are_the_familys_own_where_it_has_them(fonts: FontSource) -> None:
    own = fonts.match(FontQuery(("Noto Sans",), italic=True)).faces[0]
    made_up = fonts.match(FontQuery(("Noto Sans Arabic",), italic=True)).faces[0]
    assert (own.italic, own.slanted) == (True, False)
    assert (made_up.italic, made_up.slanted) == (False, True)


def test_the_same_request_gets_the_same_face(fonts: FontSource) -> None:
    query = FontQuery(("Noto Sans",), 700)
    assert fonts.match(query).faces[0] is fonts.match(query).faces[0]


def test_what_one_font_lacks_another_has(fonts: FontSource) -> None:
    face = fonts.fallback(FontQuery(("Noto Sans",)), "س")
    assert face is not None
    assert face.family == "Noto Sans Arabic"
    assert fonts.fallback(FontQuery(("Noto Sans",)), "漢") is None


def test_an_empty_folder_leaves_the_font_that_comes_along(tmp_path: Path) -> None:
    stack = FolderFonts([tmp_path]).match(FontQuery(("Arial",)))
    assert stack.faces[0].data == noto_sans().data


def test_fonts_are_taken_as_bytes_too() -> None:
    ((_, arabic),) = _fonts_of("fontpkg_noto_sans_arabic")
    stack = FolderFonts([], files=[arabic]).match(FontQuery(("Noto Sans Arabic",)))
    assert stack.faces[0].data == arabic
