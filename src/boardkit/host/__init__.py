"""What this machine lends: its installed fonts, found the way Chromium finds them, and folders of fonts.

The one package of boardkit that looks at the machine; whoever wants none of that injects other resources.
"""

from __future__ import annotations

from functools import cache

from boardkit.host.folders import FolderFonts
from boardkit.host.installed import HostFonts
from boardkit.host.packaged import noto_sans
from boardkit.resources import FontSource, Resources

__all__ = ["FolderFonts", "HostFonts", "host_fonts", "host_resources", "noto_sans"]


@cache
def host_fonts(folders: tuple[str, ...] = ()) -> FontSource:
    """This machine's fonts and those in some folders, looked up once a process."""
    return HostFonts(folders)


def host_resources() -> Resources:
    """This machine's fonts, and no image that isn't in the board itself."""
    return Resources(fonts=host_fonts())
