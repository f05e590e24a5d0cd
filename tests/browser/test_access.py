"""For everybody: both languages, keyboard alone, a screen reader, a small telephone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.support.required import lacking
from tests.support.service import Service

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = [360, 768, 1280]


def violations(page: Page) -> list[str]:
    """What axe finds, a line each. It is evaluated from outside, past the page's policy."""
    if not AXE.exists():
        lacking("axe-core (npm ci)")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def overflow(page: Page) -> int:
    """Pixels that the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_view_is_accessible_and_fits(page: Page, service: Service, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    desk = Desk(page, service.address)
    page.goto(service.address)
    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    assert (violations(page), overflow(page)) == ([], 0)

    desk.sign_in()
    assert (violations(page), overflow(page)) == ([], 0)

    desk.new_board()
    assert (violations(page), overflow(page)) == ([], 0)
    panel = desk.button("Export").first
    if panel.get_attribute("aria-expanded") == "false":
        panel.click()
    desk.export()
    assert (violations(page), overflow(page)) == ([], 0)


def test_comparing_is_accessible_and_fits(desk: Desk, page: Page) -> None:
    desk.new_board()
    page.set_viewport_size({"width": WIDTHS[0], "height": 740})
    desk.button("Compare").click()
    page.locator(".compare .same").wait_for()
    assert (violations(page), overflow(page)) == ([], 0)


def test_a_board_is_drawn_on_and_exported_with_the_keyboard_alone(desk: Desk, page: Page) -> None:
    page.keyboard.press("Tab")
    press_until_focused(page, "New board")
    page.keyboard.press("Enter")
    desk.wait_until_drawn()
    press_until_focused(page, "The board, page 1 of 1")
    page.keyboard.press("Space")
    for key in ("ArrowRight", "ArrowDown"):
        for _ in range(5):
            page.keyboard.press(key)
    page.keyboard.press("Space")
    page.get_by_text("On this page: 1").wait_for()
    expect(page.get_by_text("Pen up at 150, 150")).to_be_attached()
    page.locator(".solo-export-start").focus()
    page.keyboard.press("Enter")
    page.locator(".solo-export-download").wait_for()


def press_until_focused(page: Page, name: str) -> None:
    """Press the tabulator until something of this name has the focus."""
    for _ in range(40):
        label = page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")
        if label == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} can't be reached with the keyboard.")


def test_everything_is_said_in_ukrainian(desk: Desk, page: Page) -> None:
    desk.new_board()
    page.get_by_role("combobox", name="Language").select_option("uk")
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    page.get_by_role("button", name="Експортувати").click()
    page.get_by_text("Завантажити PNG").wait_for()
    assert violations(page) == []
    shown = page.locator("body").inner_text()
    latin = {word.strip(".,:") for word in shown.split() if word.isascii() and word.isalpha()}
    assert latin <= {
        "PNG",
        "JPEG",
        "WebP",
        "PDF",
        "SVG",
        "JSON",
        "English",
        "New",
        "board",
        "Shift",
        "Escape",
    }
    page.reload()
    page.get_by_role("button", name="Експортувати").wait_for()
