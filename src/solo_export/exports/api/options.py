"""The options of an export request, checked at the door so that no render fails for them later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.http import QueryDict

from boardkit.errors import OptionsError
from boardkit.options import RenderOptions
from solo_export.exports import conf
from solo_export.exports.api import json_body
from solo_export.exports.api.errors import BadRequest

NAMES = tuple(sorted({entry.name for entry in fields(RenderOptions)} - {"title", "created"} | {"filename"}))
"""What a caller may choose: a render's options but those that the service fills in itself, and the name."""

MAX_FILENAME = 120
"""Characters. Those that take more than two bytes each may be cut further: see `file_names`."""

MAX_PAGE_ID = 200

FILENAME_PATTERN = r"^(?=.*\S)[^\x00-\x1f\x7f-\x9f/\\]+$"
"""Neither a control character nor a separator of paths, and something else than white space."""

_PAGES = "options.pages"


def read(body: Mapping[str, Any]) -> dict[str, Any]:
    """The options in a parsed body, as they were sent; a form has them as JSON text. Raises `BadRequest`."""
    for name in NAMES:
        if name in body:
            raise BadRequest(f'{name} is an option; send {{"options": {{"{name}": …}}}}.', field=name)
    options = body.get("options", {})
    if isinstance(body, QueryDict) and isinstance(options, str):
        options = _from_text(options)
    if not isinstance(options, dict):
        raise BadRequest('options must be an object such as {"scale": 2}.', field="options")
    _check(options)
    return options


def _from_text(text: str) -> Any:
    try:
        return json_body.parse(text.encode())
    except BadRequest as error:
        raise BadRequest('options must be a JSON object such as {"scale": 2}.', field="options") from error


def _check(options: dict[str, Any]) -> None:
    for name in options:
        if name not in NAMES:
            raise BadRequest(
                f"{name[:40]} is no option; there are: {', '.join(NAMES)}.", field=f"options.{name[:40]}"
            )
    if "filename" in options:
        _check_filename(options["filename"])
    if "pages" in options:
        _check_pages(options["pages"])
    try:
        RenderOptions.from_mapping({name: value for name, value in options.items() if name != "filename"})
    except OptionsError as error:
        raise BadRequest(str(error), field=f"options.{error.field}") from None


def _check_filename(name: object) -> None:
    right = isinstance(name, str) and len(name) <= MAX_FILENAME and re.fullmatch(FILENAME_PATTERN, name)
    if not right:
        raise BadRequest(
            f"filename must be a name of 1 to {MAX_FILENAME} characters without / and \\, such as Lesson 4.",
            field="options.filename",
        )


def _check_pages(pages: object) -> None:
    """What `RenderOptions` leaves open: it takes None for the format's default, and any length."""
    if pages is None:
        raise BadRequest(
            'pages must be "current", "all" or a list; leave it out for the default.', field=_PAGES
        )
    if not isinstance(pages, list):
        return
    most = conf.limits().pages
    if len(pages) > most:
        raise BadRequest(f"pages may list at most {most} pages.", field=_PAGES)
    for page in pages:
        if isinstance(page, int) and page > most:
            raise BadRequest(f"pages must name pages from 1 to {most}.", field=_PAGES)
        if isinstance(page, str) and len(page) > MAX_PAGE_ID:
            raise BadRequest(f"pages must name ids of at most {MAX_PAGE_ID} characters.", field=_PAGES)
