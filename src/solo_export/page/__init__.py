"""The board in the browser: the page at `/`, as `scripts/page` built it from `web/`."""

from __future__ import annotations

from pathlib import Path

BUILT = Path(__file__).parent / "dist"
"""What the build writes: `index.html`, and the scripts and styles in `assets`, which WhiteNoise serves."""
