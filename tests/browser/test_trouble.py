"""A slow network, none, a sign-in that has run out, an export that fails: each is said, with a way on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import MOST_PAGES
from tests.browser.desk import PAGE_WIDTH, Desk
from tests.support.service import Client, Service


def strokes(api: Client, session: str) -> int:
    """How many elements the service has of a board's first page."""
    return len(api.get(f"/solo/sessions/{session}/")["state"]["pages"][0]["children"][2]["children"])


def test_a_slow_network_loses_no_stroke(desk: Desk, api: Client) -> None:
    session = desk.new_board()
    held: list[Route] = []
    desk.page.route("**/solo/sessions/*/", lambda route: held.append(route), times=1)
    desk.draw((100, 100), (300, 100))
    desk.page.get_by_text("Saving…").wait_for()
    desk.draw((100, 200), (300, 200))
    desk.wait_until(lambda: held, "the first stroke is on its way")
    held[0].continue_()
    desk.wait_until_saved()
    assert strokes(api, session) == 2


def test_what_is_drawn_without_a_network_is_saved_when_it_is_back(
    desk: Desk, window: BrowserContext, api: Client, messages: list[str]
) -> None:
    session = desk.new_board()
    window.set_offline(True)
    desk.draw((100, 100), (300, 100))
    desk.page.get_by_text("Not saved: the service can't be reached.").wait_for()
    desk.page.locator(".solo-export-start").click()
    desk.page.get_by_text("Check the network and try again.").first.wait_for()
    window.set_offline(False)
    desk.wait_until_saved()
    assert strokes(api, session) == 1
    desk.button("Try again").first.click()
    desk.page.locator(".solo-export-download").wait_for()
    assert all("ERR_INTERNET_DISCONNECTED" in message for message in messages)
    messages.clear()


def test_a_sign_in_that_has_run_out_loses_nothing(desk: Desk, api: Client, messages: list[str]) -> None:
    session = desk.new_board()
    refused = {"status": 401, "body": json.dumps({"detail": "Token is expired"})}
    desk.page.route("**/solo/sessions/*/", lambda route: route.fulfill(**refused))
    desk.page.route("**/auth/token/refresh/", lambda route: route.fulfill(**refused))
    desk.draw((100, 100), (300, 100))
    desk.page.get_by_text("Your sign-in has run out.").wait_for()
    desk.page.unroute_all()
    desk.page.get_by_label("User name").fill("demo")
    desk.page.get_by_label("Password").fill("wrong")
    desk.button("Sign in").click()
    desk.page.get_by_text("don't go together").wait_for()
    desk.page.get_by_label("Password").fill("demo")
    desk.button("Sign in").click()
    desk.wait_until_saved()
    assert strokes(api, session) == 1
    assert all("401" in message for message in messages)
    messages.clear()


def test_of_two_tabs_on_one_board_neither_loses_a_stroke(
    desk: Desk, window: BrowserContext, service: Service, api: Client
) -> None:
    session = desk.new_board()
    other_desk = Desk(window.new_page(), service.address)
    other_desk.come_back(api.refresh)
    other_desk.open(session)
    desk.draw((100, 100), (300, 100))
    desk.wait_until_saved()
    other_desk.draw((100, 200), (300, 200))
    other_desk.page.get_by_role("alert").get_by_text("changed in another place").wait_for()
    other_desk.page.locator(".solo-export-start").click()
    other_desk.page.locator(".solo-export-trouble").get_by_text("changed in another place").wait_for()
    assert strokes(api, session) == 1
    other_desk.button("Keep mine as a copy").click()
    other_desk.page.wait_for_url(lambda url: not url.endswith(session))
    other_desk.wait_until_drawn()
    copy = other_desk.page.url.rpartition("/")[2]
    other_desk.draw((100, 300), (300, 300))
    other_desk.wait_until_saved()
    assert (strokes(api, session), strokes(api, copy)) == (1, 2)


def test_a_save_whose_answer_was_lost_is_not_taken_for_somebody_elses(
    desk: Desk, api: Client, messages: list[str]
) -> None:
    session = desk.new_board()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    desk.page.route("**/solo/sessions/*/", lose, times=1)
    desk.draw((100, 100), (300, 100))
    desk.page.get_by_text("Not saved: the service can't be reached.").wait_for()
    desk.draw((100, 200), (300, 200))
    desk.wait_until_saved()
    assert strokes(api, session) == 2
    assert all("ERR_FAILED" in message for message in messages)
    messages.clear()


def test_a_board_that_is_not_there_is_said_to_be_gone(desk: Desk, page: Page, messages: list[str]) -> None:
    page.evaluate("id => { location.hash = `#/boards/${id}` }", str(uuid4()))
    page.get_by_text("There is no such board").wait_for()
    page.get_by_role("link", name="All boards").click()
    page.get_by_role("heading", name="Your boards").wait_for()
    assert all("404" in message for message in messages)
    messages.clear()


def test_an_export_that_fails_says_why_and_can_be_asked_for_again(desk: Desk, api: Client) -> None:
    state = {"pages": [{"id": str(number), "strokes": []} for number in range(MOST_PAGES + 1)]}
    desk.open(api.post("/solo/sessions/", {"name": "Too many pages", "state": state})["id"])
    desk.page.locator(".solo-export-start").click()
    alert = desk.page.locator(".solo-export-trouble")
    expect(alert).to_contain_text("The export failed.")
    expect(alert).to_contain_text("The board has 4 pages; at most 3 can be exported.")
    desk.button("Try again").click()
    expect(desk.page.locator(".solo-export-list li")).to_have_count(2)


def test_a_warning_shows_the_element_that_it_means(desk: Desk, api: Client) -> None:
    photo = {"id": "a7", "type": "image", "src": "blob:gone", "x": 100, "y": 100, "w": 200, "h": 100}
    repaired = {
        "id": "s1",
        "tool": "text",
        "text": "Size",
        "size": "24",
        "color": "red",
        "points": [{"x": 50, "y": 60}],
    }
    pages: list[dict[str, Any]] = [{"strokes": []}, {"strokes": [repaired], "assets": [photo]}]
    desk.open(api.post("/solo/sessions/", {"name": "Odd", "state": {"pages": pages}})["id"])
    desk.set("Format", "PDF document")
    desk.set("Pages", "All pages")
    desk.page.locator(".solo-export-start").click()
    warnings = desk.page.locator(".solo-export-warnings li")
    gone = "Page 2: The image can't be had: its address was good only in the browser tab that made it."
    expect(warnings.filter(has_text=gone)).to_have_count(1)
    warnings.first.get_by_role("button", name="Show it").click()
    expect(desk.page.locator(".place")).to_have_text("2 / 2")
    warnings.filter(has_text="image").get_by_role("button", name="Show it").click()

    def share_of_page() -> float:
        mark, page = (desk.page.locator(name).bounding_box() for name in (".mark", ".paper"))
        return mark["width"] / page["width"] if mark and page else 0

    desk.wait_until(
        lambda: share_of_page() == pytest.approx(200 / PAGE_WIDTH, abs=0.01), "the picture's place is marked"
    )


def test_a_warning_that_several_elements_share_shows_them_all(desk: Desk, api: Client) -> None:
    texts = [
        {"className": "Text", "attrs": {"id": name, "text": name, "y": 90 * place, "fontFamily": "Nowhere"}}
        for place, name in enumerate(("first", "second"))
    ]
    layer = {"className": "Layer", "attrs": {}, "children": texts}
    state = {"className": "Stage", "attrs": {"width": 300, "height": 200}, "children": [layer]}
    desk.open(api.post("/solo/sessions/", {"name": "Two texts", "state": state})["id"])
    desk.page.locator(".solo-export-start").click()
    warnings = desk.page.locator(".solo-export-warnings li").filter(has_text="Nowhere")
    warnings.get_by_role("button", name="Show it").click()
    expect(desk.page.locator(".mark")).to_have_count(2)


def test_an_export_is_cancelled_and_gone(desk: Desk, page: Page) -> None:
    desk.new_board()
    held: list[Route] = []
    page.route("**/exports/*/events/", lambda route: held.append(route))
    page.locator(".solo-export-start").click()
    page.locator(".solo-export-list li").wait_for()
    desk.button("Cancel").click()
    page.get_by_text("The export was cancelled.").wait_for()
    expect(page.get_by_text("None yet.")).to_be_visible()


def test_links_are_renewed_when_they_are_clicked(desk: Desk, page: Page, downloads: Path) -> None:
    desk.new_board()
    desk.export()
    link = page.locator(".solo-export-list a")
    expect(link).to_have_count(1)
    link.evaluate("(link) => link.href = '/files/expired/board.png'")
    with page.expect_download() as downloading:
        link.click()
    downloading.value.save_as(downloads / "board.png")
    assert (downloads / "board.png").read_bytes().startswith(b"\x89PNG")
