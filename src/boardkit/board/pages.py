"""What the dialects with pages share: which pages there are, and which one is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boardkit.board import model
from boardkit.board.values import Element, identity, items, number
from boardkit.errors import OptionsError
from boardkit.options import Pages
from boardkit.warnings import WarningCode, WarningLog

ReadPage = Callable[[Mapping[str, Any], model.PageHeading, WarningLog], model.Page]

ELEMENT_LISTS = ("strokes", "shapes", "texts", "assets")
"""The lists of a page that hold elements, in all dialects."""

LONGEST_SIDE = 1e6
"""Board pixels; a page that claims more was never on a screen."""


class PagedState:
    """A state with pages, or, in the oldest rows, with one page's lists at its root."""

    def __init__(self, state: Mapping[str, Any], log: WarningLog) -> None:
        self._state = state
        self._log = log
        self._pages = self._saved_pages()

    def board(self, dialect: str, read_page: ReadPage) -> model.Board:
        """The board, its pages read on demand by `read_page`."""
        headings = tuple(self._heading(page, position) for position, page in enumerate(self._pages, 1))

        def read(position: int) -> model.Page:
            return read_page(self._pages[position - 1], headings[position - 1], self._log)

        return model.Board(dialect, headings, self._current(headings), read)

    def _saved_pages(self) -> list[Mapping[str, Any]]:
        saved = self._state.get("pages")
        if not isinstance(saved, list) or not saved:
            return [self._state]
        for position, page in enumerate(saved, 1):
            if not isinstance(page, dict):
                self._log.add(
                    WarningCode.VALUE_REPAIRED,
                    "The page is saved as something else than an object and was taken as empty.",
                    page=position,
                )
        return [page if isinstance(page, dict) else {} for page in saved]

    def _current(self, headings: tuple[model.PageHeading, ...]) -> int:
        saved = self._state.get("currentPageIndex")
        index = number(saved)
        if index is not None:
            if 0 <= index < len(headings):
                return int(index) + 1
            self._first_taken(f"is number {index + 1:g}, which it doesn't have")
            return 1
        active = identity(self._state.get("activePageId"))
        for heading in headings:
            if active and heading.id == active:
                return heading.number
        if saved is not None or active:
            self._first_taken("is none of its pages")
        return 1

    def _first_taken(self, reason: str) -> None:
        self._log.add(
            WarningCode.PAGE_INDEX_REPAIRED, f"The board's open page {reason}; the first was taken."
        )

    def _heading(self, page: Mapping[str, Any], position: int) -> model.PageHeading:
        width, height = page_size(page, position, self._log)
        return model.PageHeading(
            number=position,
            id=identity(page.get("id")),
            name=identity(page.get("name")) or f"Page {position}",
            width=width,
            height=height,
            elements=sum(len(items(page.get(name))) for name in ELEMENT_LISTS),
        )


def page_size(saved: Mapping[str, Any], position: int, log: WarningLog) -> tuple[float, float]:
    """A page's width and height; the usual ones, with a remark, where a saved one was on no screen."""
    sides = Element({side: saved.get(side) for side in ("width", "height")}, position, log, "page")
    return _side(sides, "width", model.DEFAULT_WIDTH), _side(sides, "height", model.DEFAULT_HEIGHT)


def _side(sides: Element, field: str, default: float) -> float:
    saved = sides.values.get(field)
    side = number(saved)
    if side is not None and 0 < side <= LONGEST_SIDE:
        return side
    if saved is not None:
        sides.repaired(field, f"is no number from 1 to {LONGEST_SIDE:,.0f} and was taken as {default:g}")
    return default


def choose_pages(board: model.Board, wanted: Pages) -> tuple[int, ...]:
    """The wanted pages' numbers, in the wanted order. Raises `OptionsError` for one that isn't there."""
    if wanted == "current":
        return (board.current,)
    if wanted == "all":
        return tuple(heading.number for heading in board.headings)
    ids = {heading.id: heading.number for heading in reversed(board.headings) if heading.id}
    return tuple(_page_number(page, ids, len(board.headings)) for page in wanted)


def _page_number(wanted: int | str, ids: Mapping[str, int], count: int) -> int:
    if isinstance(wanted, str) and wanted in ids:
        return ids[wanted]
    if isinstance(wanted, int) and 1 <= wanted <= count:
        return wanted
    raise OptionsError(f"The board has no page {wanted!r}; it has {count}.", field="pages")
