"""What is drawn is saved, shown again, and exported as the browser shows it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.desk import PAGE_WIDTH, Desk
from tests.fidelity.compare import Pixels, compare
from tests.support.service import Client

PICTURE = Path(__file__).parent.parent.parent / "docs" / "images" / "export.png"


def nodes(api: Client, session: str) -> list[dict[str, Any]]:
    """What a person has put on the first page of a saved board."""
    state = api.get(f"/solo/sessions/{session}/")["state"]
    _, images, ink = state["pages"][0]["children"]
    return [*images["children"], *ink["children"]]


def with_every_tool(desk: Desk) -> str:
    """A board that each tool has drawn on; its session's id."""
    session = desk.new_board()
    desk.set("Page background", "Grid")
    desk.draw((100, 100), (200, 180), (300, 90), (380, 200))
    desk.choose("Red")
    for tool, down in (("Line", 240), ("Arrow", 300), ("Rectangle", 360), ("Ellipse", 480)):
        desk.choose(tool)
        desk.draw((100, down), (360, down + 80))
    desk.choose("Highlighter")
    desk.choose("Yellow")
    desk.draw((90, 140), (420, 150))
    desk.write("Hello, дошко", (450, 120))
    desk.page.locator("input[type=file]").set_input_files(PICTURE)
    desk.page.get_by_text("On this page: 8").wait_for()
    desk.wait_until_saved()
    return session


def test_every_tool_is_saved_shown_again_and_exported_to_the_pixel(desk: Desk, api: Client) -> None:
    session = with_every_tool(desk)
    kinds = [node["className"] for node in nodes(api, session)]
    assert kinds == ["Image", "Path", "Line", "Arrow", "Rect", "Ellipse", "Path", "Text"]

    _, before = desk.compare()
    desk.page.reload()
    desk.wait_until_drawn()
    verdict, after = desk.compare()
    assert compare(before, after).largest == 0
    assert compare(after, desk.export()).largest == 0
    assert verdict == "Identical: none of 4,416,000 pixels differs."


def test_each_format_holds_what_the_canvas_shows(desk: Desk, api: Client) -> None:
    session = with_every_tool(desk)
    _, canvas = desk.compare()
    shown = pixels(canvas)

    pdf = pypdfium2.PdfDocument(desk.export("PDF document"))[0]
    assert distance(shown, np.asarray(pdf.render(scale=1840 / pdf.get_width()).to_pil())) < 1.0
    assert distance(shown, pixels(desk.export("JPEG picture"))) < 1.0
    assert distance(shown, pixels(desk.export("WebP picture"))) < 1.0
    assert distance(shown, pixels(shown_by_chromium(desk.page, desk.export("SVG drawing")))) < 1.0
    stored = api.get(f"/solo/sessions/{session}/")["state"]
    assert json.loads(desk.export("JSON of the board")) == stored


def test_pages_are_exported_as_they_are_chosen(desk: Desk) -> None:
    desk.new_board()
    desk.button("Add a page").click()
    desk.draw((100, 100), (400, 400))
    desk.set("Format", "PDF document")
    desk.set("Pages", "All pages")
    assert len(pypdfium2.PdfDocument(desk.export("PDF document"))) == 2
    desk.set("Pages", "Some pages")
    desk.set("Paper", "A4")
    desk.page.locator(".solo-export-start").click()
    desk.page.get_by_text("Write page numbers").wait_for()
    desk.page.get_by_label("Which pages").fill("2")
    document = pypdfium2.PdfDocument(desk.export("PDF document"))
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    assert len(document) == 1


def test_a_stylus_that_is_pressed_harder_draws_a_wider_stroke(desk: Desk, api: Client) -> None:
    session = desk.new_board()
    places = [(100.0 + 20 * step, 200.0) for step in range(12)]
    desk.draw_with_stylus(places, force=0.2)
    desk.draw_with_stylus([(right, down + 200) for right, down in places], force=0.9)
    desk.wait_until_saved()
    light, hard = (extent(node["attrs"]["data"]) for node in nodes(api, session))
    assert hard > 1.3 * light


def test_what_was_drawn_can_be_undone_redone_and_erased(desk: Desk, api: Client) -> None:
    session = desk.new_board()
    desk.choose("Line")
    desk.draw((100, 100), (400, 100))
    desk.draw((100, 300), (400, 300))
    desk.page.keyboard.press("Control+z")
    desk.page.get_by_text("On this page: 1").wait_for()
    desk.button("Redo").click()
    desk.page.get_by_text("On this page: 2").wait_for()
    on_a_ukrainian_keyboard = "key => dispatchEvent(new KeyboardEvent('keydown', { ...key, ctrlKey: true }))"
    desk.page.evaluate(on_a_ukrainian_keyboard, {"key": "я", "code": "KeyZ"})
    desk.page.get_by_text("On this page: 1").wait_for()
    desk.page.evaluate(on_a_ukrainian_keyboard, {"key": "н", "code": "KeyY"})
    desk.page.get_by_text("On this page: 2").wait_for()
    desk.choose("Eraser")
    desk.draw((250, 60), (250, 140))
    desk.page.get_by_text("On this page: 1").wait_for()
    desk.wait_until_saved()
    assert [node["attrs"]["points"][1] for node in nodes(api, session)] == [pytest.approx(300, abs=1)]


def test_undoing_opens_the_page_that_it_changes(desk: Desk) -> None:
    desk.new_board()
    desk.draw((100, 100), (400, 100))
    desk.button("Add a page").click()
    desk.draw((100, 100), (400, 100))
    desk.page.get_by_text("On this page: 1").wait_for()
    desk.button("Previous page").click()
    desk.button("Undo").click()
    expect(desk.page.locator(".place")).to_have_text("2 / 2")
    desk.page.get_by_text("On this page: 0").wait_for()


def test_a_text_is_wrapped_where_the_page_ends_and_can_be_changed(desk: Desk, api: Client) -> None:
    session = desk.new_board()
    desk.write("Wider than the room\nhere", (760, 100))
    desk.page.get_by_text("On this page: 1").wait_for()
    desk.page.mouse.click(*desk.on_screen((780, 110)))
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.type(", twice")
    desk.page.keyboard.press("Control+Enter")
    desk.page.get_by_text("here, twice").wait_for(state="attached")
    desk.wait_until_saved()
    [text] = nodes(api, session)
    assert text["attrs"]["text"].endswith("here, twice")
    assert text["attrs"]["x"] + text["attrs"]["width"] == pytest.approx(PAGE_WIDTH, abs=1)
    verdict, _ = desk.compare()
    assert verdict.startswith("Identical")


def test_pictures_are_pasted_and_dropped_where_the_page_has_room(desk: Desk, api: Client) -> None:
    session = desk.new_board()
    desk.give(PICTURE, "paste")
    desk.page.get_by_text("On this page: 1").wait_for()
    desk.give(PICTURE, "drop")
    desk.page.get_by_text("On this page: 2").wait_for()
    desk.give(Path(__file__), "drop")
    desk.page.get_by_text("That is no picture").wait_for()
    desk.wait_until_saved()
    pasted, dropped = (node["attrs"] for node in nodes(api, session))
    assert pasted["x"] + pasted["width"] / 2 == pytest.approx(PAGE_WIDTH / 2, abs=1)
    assert (dropped["x"], dropped["y"]) == (0, 0)


def test_a_drawing_in_svg_is_put_down_as_the_server_can_show_it(desk: Desk, downloads: Path) -> None:
    desk.new_board()
    file = downloads / "square.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M2 2h5v5H2z"/></svg>')
    desk.give(file, "paste")
    desk.page.get_by_text("On this page: 1").wait_for()
    verdict, canvas = desk.compare()
    assert verdict.startswith("Identical")
    assert pixels(canvas).min() == 0


def test_zooming_keeps_what_is_under_the_pointer(desk: Desk) -> None:
    desk.new_board()
    place = (700, 400)
    before = desk.on_screen(place)
    desk.page.mouse.move(*before)
    desk.page.keyboard.down("Control")
    for _ in range(4):
        desk.page.mouse.wheel(0, -100)
    desk.page.keyboard.up("Control")
    expect(desk.page.get_by_role("button", name="Fit")).not_to_have_text("85 %")
    assert desk.on_screen(place) == pytest.approx(before, abs=2)
    desk.choose("Move about")
    desk.drag(before, (before[0] - 100, before[1] - 50))
    assert desk.on_screen(place) == pytest.approx((before[0] - 100, before[1] - 50), abs=2)


def test_two_fingers_pinch_and_one_draws(desk: Desk, api: Client) -> None:
    session = desk.new_board()
    right, down = desk.on_screen((400, 300))
    desk.touch([(right + 10 * step, down) for step in range(10)])
    desk.page.get_by_text("On this page: 1").wait_for()
    before = desk.on_screen((0, 0))[0], desk.on_screen((PAGE_WIDTH, 0))[0]
    desk.touch(*([(right + side * (20 + 5 * step), down) for step in range(10)] for side in (-1, 1)))
    after = desk.on_screen((0, 0))[0], desk.on_screen((PAGE_WIDTH, 0))[0]
    assert after[1] - after[0] > 2 * (before[1] - before[0])
    desk.wait_until_saved()
    assert len(nodes(api, session)) == 1


@pytest.mark.parametrize(
    ("board", "name"),
    [
        ("b-shape/arrow-both-ends", "Solo v2"),
        ("c-sticky/locked", "Winterboard"),
        ("konva-star/points", "another program"),
    ],
)
def test_a_board_of_any_dialect_is_shown_as_its_front_end_does(
    desk: Desk, api: Client, board: str, name: str
) -> None:
    file = Path(__file__).parent.parent / "fidelity" / "boards" / f"{board}.json"
    state = json.loads(file.read_text())
    session = api.post("/solo/sessions/", {"name": board, "state": state})["id"]
    desk.open(session)
    assert name in desk.page.locator(".notice").inner_text()
    verdict, shown = desk.compare()
    assert verdict.startswith("Identical")
    desk.button("Draw on a copy").click()
    desk.page.locator(".notice").wait_for(state="detached")
    desk.wait_until_drawn()
    _, copied = desk.compare()
    assert compare(shown, copied).largest == 0


def test_boards_and_exports_are_listed_with_small_pictures(desk: Desk) -> None:
    desk.new_board()
    desk.draw((100, 100), (400, 400))
    desk.export()
    desk.export("PDF document")
    listed = desk.page.locator(".solo-export-list img")
    expect(listed).to_have_count(2)
    desk.wait_until_shown(listed)
    desk.page.get_by_role("link", name="All boards").click()
    desk.wait_until_shown(desk.page.locator(".boards li").first.locator("img"))


def pixels(picture: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))


def distance(one: Pixels, other: Pixels) -> float:
    """The mean difference of two pictures, in levels of 255."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def shown_by_chromium(page: Page, svg: bytes) -> bytes:
    """An SVG of a board's page, at two pixels a board pixel."""
    tab = page.context.new_page()
    tab.set_viewport_size({"width": 1840, "height": 2400})
    tab.set_content(svg.decode())
    tab.add_style_tag(content="body { margin: 0 } svg { display: block; width: 1840px; height: 2400px }")
    picture = tab.screenshot()
    tab.close()
    return picture


def extent(data: str) -> float:
    """How far an outline reaches from its top to its bottom."""
    numbers = [float(word) for word in data.split() if word not in "MQZ"]
    downs = numbers[1::2]
    return max(downs) - min(downs)
