"""What this machine lends: its installed fonts, found the way Chromium finds them, and folders of fonts.

The one package of boardkit that looks at the machine; whoever wants none of that injects other resources.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from boardkit.host.folders import FolderFonts
from boardkit.host.fontconfig import fontconfig
from boardkit.host.installed import HostFonts
from boardkit.host.packaged import noto_sans
from boardkit.resources import FontSource, Resources

__all__ = ["FolderFonts", "HostFonts", "font_places", "host_fonts", "host_resources", "noto_sans"]


@cache
def host_fonts(folders: tuple[str, ...] = ()) -> FontSource:
    """This machine's fonts and those in some folders, looked up once a process."""
    return HostFonts(folders)


def host_resources() -> Resources:
    """This machine's fonts, and no image that isn't in the board itself."""
    return Resources(fonts=host_fonts())


def font_places(folders: tuple[str, ...] = ()) -> frozenset[Path]:
    """The folders of the files that `host_fonts` may read, also of those that links there lead to."""
    installed = fontconfig(folders)
    files = [Path(font.file) for font in installed.all_fonts()] if installed else []
    return frozenset(place.parent for file in files for place in (file, file.resolve()))
