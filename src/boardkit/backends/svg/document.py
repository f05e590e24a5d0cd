"""The file: the page's size, what is defined, what is drawn, and what the document says of itself."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

from boardkit.backends.svg.definitions import Definitions
from boardkit.backends.svg.markup import Attributes, element, number, text
from boardkit.backends.svg.page import page_content
from boardkit.embedded import ELEMENT, NAMESPACE, pack
from boardkit.errors import BoardkitError, RenderError
from boardkit.options import RenderOptions
from boardkit.scene.nodes import Scene
from boardkit.warnings import WarningLog

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}


def write_svg(
    scenes: Iterable[Scene], options: RenderOptions, log: WarningLog, state: bytes | None = None
) -> Iterator[bytes]:
    """A file for each of the `scenes`, a CSS pixel a board pixel; equal scenes give equal bytes.

    What an SVG can't show as the scene has it is told to `log`. `state`: the saved board, which travels in
    the first file. Raises `RenderError` where a scene can't be written.
    """
    for scene in scenes:
        try:
            yield _file(scene, options, log, _metadata(state))
            state = None
        except BoardkitError:
            raise
        except Exception as error:
            raise RenderError("The board could not be written as an SVG.") from error


def _file(scene: Scene, options: RenderOptions, log: WarningLog, metadata: str) -> bytes:
    left, top = scene.origin
    area = {"x": left, "y": top, "width": scene.width, "height": scene.height}
    definitions = Definitions(area)
    content = page_content(scene, definitions, options.text, log)
    root: Attributes = {
        **_NAMESPACES,
        "width": scene.width,
        "height": scene.height,
        "viewBox": " ".join(map(number, area.values())),
    }
    title = options.title or scene.name
    described = element("title", {}, text(title)) if title else ""
    return (_HEAD + element("svg", root, described, metadata, definitions.markup(), content) + "\n").encode()


def _metadata(state: bytes | None) -> str:
    if state is None:
        return ""
    board = element(ELEMENT, {"xmlns": NAMESPACE}, base64.b64encode(pack(state)).decode())
    return element("metadata", {}, board)
