"""The file: pages in order, an outline entry a page, and what the document says of itself."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

import pydyf

from boardkit.backends.pdf.attachment import attach_state
from boardkit.backends.pdf.page import as_form, on_sheet, page_content
from boardkit.backends.pdf.paper import Placement, place
from boardkit.backends.pdf.resources import DocumentResources, PageResources
from boardkit.backends.pdf.syntax import compressed, number, text_string
from boardkit.errors import BoardkitError, RenderError
from boardkit.options import RenderOptions
from boardkit.scene.nodes import Scene
from boardkit.warnings import WarningCode, WarningLog

_VERSION = b"1.7"
_PRODUCER = "solo-export"


def write_pdf(
    scenes: Iterable[Scene],
    options: RenderOptions,
    log: WarningLog | None = None,
    state: bytes | None = None,
) -> bytes:
    """The `scenes` as one PDF, a page each, in order; equal scenes and options give equal bytes.

    Scenes are taken one at a time and let go. What a PDF can't show as the scene has it is told to `log`.
    `state`: the saved board, to be attached.
    Raises `RenderError` where there is no scene, or where one can't be written.
    """
    document = _Document(options, log or WarningLog())
    try:
        for scene in scenes:
            document.add(scene)
        if state is not None:
            document.attach(state)
        return document.finish()
    except BoardkitError:
        raise
    except Exception as error:
        raise RenderError("The board could not be written as a PDF.") from error


class _Document:
    """A PDF while its pages come in."""

    def __init__(self, options: RenderOptions, log: WarningLog) -> None:
        self._options = options
        self._log = log
        self._pdf = pydyf.PDF()
        self._resources = DocumentResources(self._pdf)
        self._bookmarks: list[pydyf.Dictionary] = []

    def add(self, scene: Scene) -> None:
        """Write `scene` as the next page, or as the sheets of a poster."""
        placements = place(scene, self._options)
        resources = PageResources(self._resources, (*scene.origin, scene.width, scene.height))
        content = page_content(scene, placements[0].magnification, resources, self._log)
        title = scene.name or f"Page {scene.number}"
        if len(placements) == 1:
            self._add_page(on_sheet(content, placements[0]), placements[0], resources, title)
        else:
            self._remark_poster(scene, placements[-1])
            content = as_form(content, resources)
            for sheet in placements:
                name = f"{title} ({sheet.row}, {sheet.column})"
                self._add_page(on_sheet(content, sheet), sheet, resources, name)
        resources.finish()

    def _add_page(self, content: bytes, placement: Placement, resources: PageResources, title: str) -> None:
        stream = compressed(content)
        self._pdf.add_object(stream)
        page = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": self._pdf.pages.reference,
                "MediaBox": b"[0 0 %b %b]" % (number(placement.width), number(placement.height)),
                "Resources": resources.reference,
                "Contents": stream.reference,
            }
        )
        if placement.user_unit != 1:
            page["UserUnit"] = placement.user_unit
        if resources.transparent:
            page["Group"] = "<</S /Transparency/CS /DeviceRGB>>"
        self._pdf.add_page(page)
        self._bookmark(title, page)

    def _remark_poster(self, scene: Scene, last: Placement) -> None:
        message = (
            f"The page is too large to be read on one sheet, so it is spread over "
            f"{last.row} × {last.column} sheets (rows × columns)."
        )
        self._log.add(WarningCode.PICTURE_TILED, message, page=scene.number)

    def attach(self, state: bytes) -> None:
        """Attach the saved board."""
        attach_state(self._pdf, state)

    def finish(self) -> bytes:
        """The whole file."""
        if not self._bookmarks:
            raise RenderError("There is no page to write.")
        self._resources.finish()
        self._outline()
        self._describe()
        file = io.BytesIO()
        self._pdf.write(file, version=_VERSION, compress=True)
        return file.getvalue()

    def _bookmark(self, title: str, page: pydyf.Dictionary) -> None:
        destination = b"[%b /Fit]" % page.reference
        self._bookmarks.append(pydyf.Dictionary({"Title": text_string(title), "Dest": destination}))

    def _outline(self) -> None:
        outline = pydyf.Dictionary({"Type": "/Outlines", "Count": len(self._bookmarks)})
        self._pdf.add_object(outline)
        for bookmark in self._bookmarks:
            bookmark["Parent"] = outline.reference
            self._pdf.add_object(bookmark)
        for before, after in pairwise(self._bookmarks):
            before["Next"] = after.reference
            after["Prev"] = before.reference
        outline["First"] = self._bookmarks[0].reference
        outline["Last"] = self._bookmarks[-1].reference
        self._pdf.catalog["Outlines"] = outline.reference

    def _describe(self) -> None:
        self._pdf.info["Producer"] = pydyf.String(_PRODUCER)
        if self._options.title:
            self._pdf.info["Title"] = text_string(self._options.title)
            self._pdf.catalog["ViewerPreferences"] = "<</DisplayDocTitle true>>"
        if self._options.created is not None:
            self._pdf.info["CreationDate"] = _date(self._options.created)


def _date(moment: datetime) -> bytes:
    """A PDF date: local time, and how far it is from UTC where that is known."""
    offset = moment.utcoffset()
    zone = b"" if offset is None else _zone(offset)
    return b"(D:%b%b)" % (moment.strftime("%Y%m%d%H%M%S").encode(), zone)


def _zone(offset: timedelta) -> bytes:
    minutes = int(offset.total_seconds() / 60)
    return b"%c%02d'%02d'" % (b"-" if minutes < 0 else b"+", *divmod(abs(minutes), 60))
