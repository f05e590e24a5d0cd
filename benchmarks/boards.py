"""The boards that are measured: the demonstration's, and handwriting made from a seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

LESSON = Path(__file__).parents[1] / "src" / "solo_export" / "demo" / "board.json"
COLORS = ("#1e293b", "#2563eb", "#dc2626", "#16a34a")


def lesson() -> bytes:
    """The demonstration's first page: handwriting, figures, text, two pictures."""
    return LESSON.read_bytes()


def handwriting(*, strokes: int, points: int, pages: int = 1) -> bytes:
    """Pages of pen strokes that wander as a hand does, about 2 px between two points."""
    random = np.random.default_rng(len(COLORS))
    saved = [
        {
            "id": f"page-{page}",
            "name": f"Page {page + 1}",
            "assets": [],
            "strokes": [_stroke(random, number, points) for number in range(strokes)],
        }
        for page in range(pages)
    ]
    return json.dumps({"pages": saved, "currentPageIndex": 0}).encode()


def _stroke(random: np.random.Generator, number: int, points: int) -> dict[str, Any]:
    heading = random.uniform(0, 2 * np.pi) + np.cumsum(random.normal(0, 0.18, points))
    steps = np.stack([np.cos(heading), np.sin(heading)], axis=1) * random.uniform(0.8, 3.2, (points, 1))
    places = np.cumsum(steps, axis=0) + random.uniform((60, 60), (860, 1140))
    places = 20 + np.abs(
        (places - 20) % (2 * np.array((880, 1160))) - (880, 1160)
    )  # turned back at the edges
    return {
        "id": f"stroke-{number}",
        "tool": "pen",
        "color": COLORS[number % len(COLORS)],
        "size": 2 + number % 4,
        "opacity": 1,
        "points": [
            {"x": round(x, 2), "y": round(y, 2), "t": 16 * index}
            for index, (x, y) in enumerate(places.tolist())
        ],
    }
