"""The judge: a saved board drawn by Konva itself, in the Chromium that the machine has."""

from __future__ import annotations

import base64
import mimetypes
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

Result = TypeVar("Result")

ORIGIN = "http://board.test"
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SERVED = {
    "browser": HERE / "browser",
    "drawing": ROOT / "web" / "drawing",
    "node_modules": HERE.parent / "node_modules",
}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CHROMIUM_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-lcd-text")


def missing() -> str | None:
    """What the judge lacks on this machine, as a sentence, or None."""
    if chromium() is None:
        return "Chromium is not installed (Debian: apt-get install chromium)."
    for package in ("konva", "perfect-freehand"):
        if not (SERVED["node_modules"] / package).is_dir():
            return f"{package} is not installed (npm ci in tests/)."
    return None


def chromium() -> str | None:
    """The machine's own Chromium; a downloaded one would bring its own fonts' settings."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


class KonvaBrowser:
    """One warm browser tab that draws boards; use it as a context manager.

    Playwright's synchronous side leaves an event loop running in its thread, which Django takes for an
    asynchronous context, so it has a thread of its own.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="konva")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._page: Page | None = None

    def __enter__(self) -> Self:
        try:
            self._run(self._open)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def draw(self, state: Any, page_number: int | None = None, scale: float = 2.0) -> bytes:
        """One page of a saved board as the front end exports it: PNG bytes, `scale` pixels per board pixel.

        `state` is decoded JSON, NaN allowed; `page_number` counts from 1, None is the page that is open.
        """
        return self._run(lambda: self._draw(state, page_number, scale))

    def close(self) -> None:
        """End the browser; more than once does no harm."""
        self._run(self._close)
        self._thread.shutdown()

    def _run(self, work: Callable[[], Result]) -> Result:
        return self._thread.submit(work).result()

    def _open(self) -> None:
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        self._page = self._browser.new_page()
        self._page.route("**/*", _serve)
        self._page.goto(f"{ORIGIN}/browser/page.html")
        self._page.wait_for_function("window.draw")

    def _draw(self, state: Any, page_number: int | None, scale: float) -> bytes:
        assert self._page is not None, "The browser is not open."
        url = self._page.evaluate("(board) => draw(...board)", [state, page_number, scale])
        return base64.b64decode(url.partition("base64,")[2])

    def _close(self) -> None:
        if self._browser:
            self._browser.close()
        if self._playwright:
            self._playwright.stop()
        self._browser = self._playwright = self._page = None


def _serve(route: Route) -> None:
    """Answer from the files of `SERVED`; every other address is one that the person couldn't reach."""
    path = route.request.url.removeprefix(f"{ORIGIN}/")
    folder, _, name = path.partition("/")
    file = SERVED[folder] / name if folder in SERVED else None
    if file is None or not file.is_file():
        route.abort()
        return
    kind = "text/javascript" if file.suffix in {".js", ".mjs"} else mimetypes.guess_type(file.name)[0]
    route.fulfill(body=file.read_bytes(), content_type=kind)
