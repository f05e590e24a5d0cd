"""One service and one browser for the whole folder; a fresh window, signed in, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from solo_export.page import BUILT
from tests.browser.desk import Desk
from tests.fidelity.konva import CHROMIUM_ARGUMENTS, chromium
from tests.support.processes import PATIENCE_SECONDS
from tests.support.required import lacking
from tests.support.service import Client, Service

FRONT_END = "http://localhost:5173"
"""Where the front end that exists is served from: elsewhere than the API, as in development."""

MAY_CALL_LOOPBACK = "--disable-features=LocalNetworkAccessChecks"
"""A page that a test makes up has no address of its own: Chromium would ask before it calls this machine."""

PATIENCE_MS = 1000 * PATIENCE_SECONDS

expect.set_options(timeout=PATIENCE_MS)

MOST_PAGES = 3
"""Few, so that a board with more is one that can't be exported."""


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`solo-export run`, with the page."""
    if not (BUILT / "index.html").exists():
        lacking("the board's page (scripts/page builds it)")
    directory = tmp_path_factory.mktemp("browser")
    service = Service(directory, workers=1, SOLO_CORS_ORIGINS=FRONT_END, SOLO_MAX_PAGES=str(MOST_PAGES))
    try:
        service.start()
        yield service
    finally:
        service.end()


@pytest.fixture(scope="package")
def api(service: Service) -> Client:
    """The demonstration user, without a browser."""
    return Client(service.address)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, else Playwright's own.

    It ends with the folder: while it runs, Django would not touch its database.
    """
    with sync_playwright() as playwright:
        path = Path(chromium() or playwright.chromium.executable_path)
        if not path.exists():
            lacking("Chromium")
        browser = playwright.chromium.launch(
            executable_path=path, args=[*CHROMIUM_ARGUMENTS, MAY_CALL_LOOPBACK]
        )
        yield browser
        browser.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window that nobody has used, in English."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", accept_downloads=True
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def messages() -> list[str]:
    """What the console said; a test that expects something takes it out."""
    return []


@pytest.fixture
def page(window: BrowserContext, messages: list[str]) -> Iterator[Page]:
    """A tab; the test fails for whatever is left in its console."""
    page = window.new_page()
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: messages.append(f"uncaught: {error}"))
    yield page
    assert messages == []


@pytest.fixture
def desk(page: Page, service: Service, api: Client) -> Desk:
    """Somebody who has signed in and looks at the list of boards."""
    desk = Desk(page, service.address)
    desk.come_back(api.refresh)
    return desk


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Where downloaded files are put."""
    return tmp_path
