"""Installed fonts by the system's own fontconfig; skipped where the machine has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardkit.host import HostFonts, noto_sans
from boardkit.host.fontconfig import fontconfig
from boardkit.host.sfnt import face_count, single_face
from boardkit.resources import FontQuery
from tests.fonts import OWN_FAMILY, own_font_in

pytestmark = pytest.mark.skipif(fontconfig() is None, reason="libfontconfig is not installed.")


@pytest.fixture(scope="module")
def fonts() -> HostFonts:
    return HostFonts()


def test_there_is_always_a_font(fonts: HostFonts) -> None:
    assert fonts.match(FontQuery(())).faces


def test_a_family_that_is_not_installed_is_named(fonts: HostFonts) -> None:
    stack = fonts.match(FontQuery(("No Such Family", "system-ui")))
    assert stack.missing == ("No Such Family",)
    assert stack.faces[0] is fonts.match(FontQuery(("system-ui",))).faces[0]


def test_nobody_misses_another_platforms_own_font(fonts: HostFonts) -> None:
    assert fonts.match(FontQuery(("-apple-system", "system-ui"))).missing == ()


def test_the_standard_font_comes_last_and_once(fonts: HostFonts) -> None:
    faces = fonts.match(FontQuery(("system-ui", "serif"))).faces
    assert faces[-1] is fonts.match(FontQuery(())).faces[0]
    assert len(set(faces)) == len(faces)


def test_a_character_that_no_font_has_has_no_face(fonts: HostFonts) -> None:
    assert fonts.fallback(FontQuery(("system-ui",)), "\U0010fffe") is None


def test_faces_stay_the_same_objects(fonts: HostFonts) -> None:
    query = FontQuery(("sans-serif",), 700)
    assert fonts.match(query).faces[0] is fonts.match(query).faces[0]


def test_fonts_in_a_folder_count_as_installed_for_who_names_it(fonts: HostFonts, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    own_font_in(tmp_path / "below")
    query = FontQuery((OWN_FAMILY, "system-ui"))
    stack = HostFonts([tmp_path]).match(query)
    assert (stack.faces[0].family, stack.missing) == (OWN_FAMILY, ())
    assert stack.faces[1:]
    assert fonts.match(query).missing == (OWN_FAMILY,)


def test_a_single_font_file_is_handed_on_as_it_is() -> None:
    data = noto_sans().data
    assert face_count(data) == 1
    assert single_face(data) is data
