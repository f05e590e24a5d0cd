"""Boards for the renderer: small ones, and such as cost it something."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from boardkit import Limits
from solo_export.exports.renderer.jobs import RenderJob

LINE = {"tool": "line", "color": "#000", "size": 2, "points": [{"x": 0, "y": 0}, {"x": 90, "y": 90}]}


LIMITS = Limits()


def board(pages: int = 1, strokes: list[Any] | None = None) -> bytes:
    """A saved board of equal pages."""
    page = {"strokes": [LINE] if strokes is None else strokes, "assets": []}
    return json.dumps({"pages": [page] * pages}).encode()


def scribble(points: int) -> dict[str, Any]:
    """A pen stroke to and fro."""
    return {
        "tool": "pen",
        "color": "#2563eb",
        "size": 6,
        "points": [{"x": n * 7 % 900, "y": n * 13 % 1100} for n in range(points)],
    }


def job(state: bytes = b"{}", format: str = "json", limits: Limits = LIMITS, **options: Any) -> RenderJob:
    """A job for the child."""
    return RenderJob(state, format, options, "Урок", datetime(2026, 1, 2, tzinfo=UTC), limits)


def long_job() -> RenderJob:
    """A job that keeps a child busy for minutes, page after page."""
    return job(board(pages=400, strokes=[scribble(300)]), "png", pages="all", scale=4)
