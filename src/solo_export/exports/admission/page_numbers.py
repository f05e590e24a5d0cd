"""Page numbers beyond the board, refused at the door where the database can tell without drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import JSONField, Model

from solo_export.exports.admission.listed_pages import ListedPages


class NoSuchPage(Exception):
    """The board has fewer pages; the text says how many."""


def check_page_numbers(options: Mapping[str, Any], session: Model) -> None:
    """Whether the board has the pages that `options` name by number. Raises `NoSuchPage`.

    It says nothing of boards that only the renderer can count; their exports fail with the same sentence.
    """
    wanted = options.get("pages")
    numbers = [page for page in wanted if isinstance(page, int)] if isinstance(wanted, list) else []
    if not numbers or max(numbers) == 1 or not isinstance(session._meta.get_field("state"), JSONField):
        return
    rows = type(session)._base_manager.filter(pk=session.pk)
    count = rows.values_list(ListedPages("state"), flat=True).first()
    if count is not None and max(numbers) > count:
        raise NoSuchPage(f"The board has no page {max(numbers)}; it has {count}.")
