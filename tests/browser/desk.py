"""What a person does with the page, by the names that a person reads."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.support.processes import wait_until

PAGE_WIDTH = 920

Place = tuple[float, float]
"""Board pixels from the page's corner: right, down."""


class Desk:
    """A tab with the board's page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    def sign_in(self) -> None:
        """Open the page and use the demo account."""
        self.page.goto(f"{self._address}/")
        self.button("Use the demo account").click()
        self.page.get_by_role("heading", name="Your boards").wait_for()

    def come_back(self, refresh: str) -> None:
        """Open the page in a tab that has signed in before, and has this refresh token of it."""
        kept = f"sessionStorage.setItem('solo-board.refresh', '{refresh}')"
        self.page.add_init_script(f"if (location.origin === '{self._address}') {kept}")
        self.page.goto(f"{self._address}/")
        self.page.get_by_role("heading", name="Your boards").wait_for()

    def open(self, session: str) -> None:
        """Open a board, and wait until it is drawn."""
        self.page.goto(f"{self._address}/#/boards/{session}")
        self.wait_until_drawn()

    def new_board(self) -> str:
        """Make a board; its session's id."""
        self.button("New board").click()
        self.wait_until_drawn()
        return self.page.url.rpartition("/")[2]

    def wait_until_drawn(self) -> None:
        """Until the page stands on the desk."""
        self.page.locator(".paper.ready").wait_for()

    def button(self, name: str) -> Locator:
        """The button of a name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def choose(self, name: str) -> None:
        """Take a tool, a colour or a width."""
        self.page.get_by_role("radio", name=name, exact=True).check(force=True)

    def touch(self, *ways: Sequence[Place]) -> None:
        """Put down a finger for each way through points of the window, move them along it, and lift them."""
        fingers = self.page.context.new_cdp_session(self.page)

        def send(kind: str, places: Sequence[Place]) -> None:
            points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        first, *later = zip(*ways, strict=True)
        for down in range(len(first)):
            send("touchStart", first[: down + 1])
        for places in later:
            send("touchMove", places)
        send("touchEnd", [])
        fingers.detach()

    def give(self, file: Path, event: str) -> None:
        """Paste a file into the page, or drop it on the board: `event` is `paste` or `drop`."""
        kind = mimetypes.guess_type(file)[0]
        self.page.locator(".paper").evaluate(
            """(paper, [event, name, type, bytes]) => {
                const data = new DataTransfer();
                const content = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
                data.items.add(new File([content], name, { type }));
                const { left, top } = paper.getBoundingClientRect();
                const init = { bubbles: true, clientX: left + 100, clientY: top + 100 };
                paper.dispatchEvent(event === "paste"
                    ? new ClipboardEvent(event, { ...init, clipboardData: data })
                    : new DragEvent(event, { ...init, dataTransfer: data }));
            }""",
            [event, file.name, kind, base64.b64encode(file.read_bytes()).decode()],
        )

    def draw(self, *places: Place) -> None:
        """Draw with the mouse through these places."""
        self.drag(*map(self.on_screen, places))

    def drag(self, first: Place, *others: Place) -> None:
        """Press the mouse's button at a point of the window, and let it go at another."""
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for place in others:
            self.page.mouse.move(*place, steps=5)
        self.page.mouse.up()

    def draw_with_stylus(self, places: Sequence[Place], force: float) -> None:
        """Draw with a stylus that is pressed with `force`, 0 to 1."""
        stylus = self.page.context.new_cdp_session(self.page)
        kinds = ["mousePressed", *["mouseMoved"] * (len(places) - 2), "mouseReleased"]
        for kind, place in zip(kinds, map(self.on_screen, places), strict=True):
            x, y = place
            event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
            stylus.send("Input.dispatchMouseEvent", {**event, "pointerType": "pen", "force": force})
        stylus.detach()

    def write(self, text: str, place: Place) -> None:
        """Put a text down with the text tool."""
        self.choose("Text")
        self.page.mouse.click(*self.on_screen(place))
        self.page.keyboard.type(text)
        self.page.keyboard.press("Control+Enter")

    def on_screen(self, place: Place) -> Place:
        """Where a place of the page is in the window."""
        box = self.page.locator(".pad").bounding_box()
        assert box is not None
        zoom = box["width"] / PAGE_WIDTH
        return box["x"] + zoom * place[0], box["y"] + zoom * place[1]

    def wait_until(self, condition: Callable[[], object], what: str) -> None:
        """Return once `condition` holds, of which Playwright may hear only while it waits itself."""

        def holds() -> object:
            self.page.wait_for_timeout(10)
            return condition()

        wait_until(holds, what)

    def wait_until_shown(self, pictures: Locator) -> None:
        """Until there are some, and all of them are loaded."""
        pictures.first.wait_for()
        are_loaded = "images => images.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)"
        self.wait_until(lambda: pictures.evaluate_all(are_loaded), "the pictures are shown")

    def wait_until_saved(self) -> None:
        """Until the service has all that was drawn."""
        expect(self.page.get_by_text("Saved", exact=True)).to_be_attached()

    def set(self, name: str, choice: str) -> None:
        """Choose in one of the fields."""
        self.page.get_by_role("combobox", name=name, exact=True).select_option(label=choice)

    def export(self, format: str = "PNG picture") -> bytes:
        """Export in a format as the menu names it, download the file and open it."""
        self.set("Format", format)
        self.page.locator(".solo-export-start").click()
        with self.page.expect_download() as downloading:
            self.page.locator(".solo-export-download").click()
        return downloading.value.path().read_bytes()

    def compare(self) -> tuple[str, bytes]:
        """Compare with the server: the verdict, and the browser's own picture as PNG bytes."""
        self.button("Compare").click()
        verdict = self.page.locator(".compare [role=status]")
        expect(verdict).not_to_contain_text("draws this page")
        picture = self.page.get_by_role("img", name="Your browser").evaluate(
            """(image) => {
                const canvas = document.createElement("canvas");
                [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
                canvas.getContext("2d").drawImage(image, 0, 0);
                return canvas.toDataURL().split(",")[1];
            }"""
        )
        said = verdict.inner_text()
        self.button("Close").last.click()
        return said, base64.b64decode(picture)
