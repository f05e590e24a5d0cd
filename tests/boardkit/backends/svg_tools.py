"""Viewers of SVG files that know nothing of the writer: Chromium and librsvg."""

from __future__ import annotations

import io
import subprocess
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import PIL.Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from boardkit.backends.svg import write_svg
from boardkit.options import RenderOptions
from boardkit.scene.nodes import Scene
from boardkit.warnings import WarningLog
from tests.fidelity.konva import CHROMIUM_ARGUMENTS, chromium
from tests.support.required import lacking, program

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"

_SHOWN = """() => new Promise((shown) => {
    requestAnimationFrame(() => requestAnimationFrame(shown));
    setTimeout(shown, 1000);
})"""
"""Waits until the page has been painted, or for a second where the browser paints nothing by itself."""

Pixels = npt.NDArray[np.uint8]


def svg_of(scene: Scene, log: WarningLog | None = None, **options: Any) -> bytes:
    """The scene as an SVG."""
    (file,) = write_svg([scene], RenderOptions(**options), log or WarningLog())
    return file


def tree(data: bytes) -> ET.Element:
    """The file's root element."""
    return ET.fromstring(data)


class Viewer:
    """One warm browser; use it as a context manager. Playwright wants a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="svg")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages: dict[float, Page] = {}

    def __enter__(self) -> Self:
        if chromium() is None:
            lacking("Chromium")
        self._thread.submit(self._open).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def pixels(self, data: bytes, file: Path, scale: float = 1.0) -> Pixels:
        """uint8[height, width, 3]: the file opened by itself, `scale` pixels per CSS pixel, on white."""
        return self._thread.submit(self._pixels, data, file, scale).result()

    def text(self, data: bytes, file: Path) -> str:
        """What is copied when all of the file is selected."""
        return self._thread.submit(self._text, data, file).result()

    def _open(self) -> None:
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )

    def _close(self) -> None:
        if self._browser:
            self._browser.close()
        if self._playwright:
            self._playwright.stop()

    def _opened(self, data: bytes, file: Path, scale: float = 1.0) -> Page:
        """The tab of a scale, with the file in it."""
        assert self._browser is not None, "The browser is not open."
        if scale not in self._pages:
            self._pages[scale] = self._browser.new_page(device_scale_factor=scale)
        page = self._pages[scale]
        root = tree(data)
        width, height = (max(1, ceil(float(root.attrib[side]))) for side in ("width", "height"))
        file.write_bytes(data)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(file.as_uri())
        page.evaluate(_SHOWN)
        return page

    def _pixels(self, data: bytes, file: Path, scale: float) -> Pixels:
        return rgb(self._opened(data, file, scale).screenshot())

    def _text(self, data: bytes, file: Path) -> str:
        selected: str = self._opened(data, file).evaluate(
            "() => { const all = getSelection(); all.selectAllChildren(document.documentElement);"
            " return all.toString(); }"
        )
        return selected


def librsvg_pixels(data: bytes, file: Path) -> Pixels:
    """uint8[height, width, 3]: the file as librsvg draws it, a pixel per CSS pixel, on white."""
    tool = program("rsvg-convert")
    file.write_bytes(data)
    done = subprocess.run([tool, "--background-color=white", str(file)], capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return rgb(done.stdout)


def rgb(png: bytes) -> Pixels:
    """uint8[height, width, 3]: a PNG on white."""
    with PIL.Image.open(io.BytesIO(png)) as image:
        seen = image.convert("RGBA")
    paper = PIL.Image.new("RGBA", seen.size, "white")
    return np.asarray(PIL.Image.alpha_composite(paper, seen).convert("RGB"))
