"""The others: Konva in a warm Chromium tab, Konva on Node.js, perfect-freehand in Node.js."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.fidelity.konva import SERVED, KonvaBrowser, chromium

from benchmarks.cases import Case, Drawn

HERE = Path(__file__).parent
JSPDF = HERE / "node_modules" / "jspdf" / "dist" / "jspdf.umd.min.js"

_DRAW_PNG = """async () => {
  const start = performance.now();
  const url = await draw(JSON.parse(window.board), null, 2);
  const bytes = Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (c) => c.charCodeAt(0)).length;
  return { seconds: (performance.now() - start) / 1000, bytes };
}"""

# Each page a JPEG in jsPDF, as the front end's own export does it.
_DRAW_PDF = """async () => {
  const start = performance.now();
  const state = JSON.parse(window.board);
  const pdf = new jspdf.jsPDF({ unit: "px", format: [920, 1200], compress: true });
  for (let number = 1; number <= state.pages.length; number++) {
    if (number > 1) pdf.addPage([920, 1200]);
    pdf.addImage(await drawAs(state, number, "image/jpeg"), "JPEG", 0, 0, 920, 1200);
  }
  const bytes = pdf.output("arraybuffer").byteLength;
  return { seconds: (performance.now() - start) / 1000, bytes };
}"""

_AS_JPEG = """async () => {
  const { default: Konva } = await import("konva");
  const toDataURL = Konva.Stage.prototype.toDataURL;
  window.drawAs = async (state, number, mimeType) => {
    Konva.Stage.prototype.toDataURL = function (options) {
      return toDataURL.call(this, { ...options, mimeType, quality: 0.92 });
    };
    try {
      return await draw(state, number, 2);
    } finally {
      Konva.Stage.prototype.toDataURL = toDataURL;
    }
  };
}"""


class Chromium(KonvaBrowser):
    """One warm tab; the board's JSON is in it before the clock starts, the file is there when it stops."""

    def __enter__(self) -> Self:
        super().__enter__()
        self._run(self._prepare)
        return self

    def show(self, case: Case) -> None:
        """Hand the tab a board."""
        text = case.board().decode()
        self._run(lambda: self._tab.evaluate("(text) => { window.board = text; }", text))

    def once(self, case: Case) -> Drawn:
        """One export, by the tab's own clock."""
        script = _DRAW_PDF if case.format == "pdf" else _DRAW_PNG
        answer = self._run(lambda: self._tab.evaluate(script))
        return Drawn(answer["seconds"], answer["bytes"])

    @property
    def version(self) -> str:
        """The browser's version."""
        assert self._browser is not None
        return str(self._run(lambda: self._browser.version))  # type: ignore[union-attr]

    @property
    def _tab(self):  # type: ignore[no-untyped-def]
        assert self._page is not None
        return self._page

    def _prepare(self) -> None:
        self._tab.set_default_timeout(300_000)
        self._tab.evaluate(_AS_JPEG)
        if JSPDF.exists():
            self._tab.add_script_tag(path=JSPDF)


class Node:
    """A warm Node.js process that runs konva.mjs."""

    def __init__(self, *options: str) -> None:
        program = node()
        assert program is not None
        self._process = subprocess.Popen(
            [program, "--max-old-space-size=4096", "--no-warnings", str(HERE / "konva.mjs"), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._folder = tempfile.TemporaryDirectory()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait()
        self._folder.cleanup()

    def once(self, case: Case) -> Drawn:
        """One export, by the process' own clock."""
        path = Path(self._folder.name) / f"{case.name}.json"
        if not path.exists():
            path.write_bytes(case.board())
        self._process.stdin.write(f"{path}\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise RuntimeError("Node.js ended; what it said is above.")
        answer = json.loads(line)
        return Drawn(answer["seconds"], answer["bytes"])


def node() -> str | None:
    """The machine's Node.js, or the one that came into this environment as a wheel."""
    return shutil.which("node") or shutil.which("node", path=Path(sys.executable).parent)


def missing_chromium() -> str | None:
    """Why there is no Chromium to compare with, or None."""
    if chromium() is None:
        return "Chromium is not installed"
    return _missing_modules() or (
        None if JSPDF.exists() else "jspdf is not installed (npm ci in benchmarks/)"
    )


def missing_node() -> str | None:
    """Why there is no Node.js to compare with, or None."""
    if node() is None:
        return "Node.js is not installed"
    if not (HERE.parent / "node_modules" / "konva").is_dir():
        return "Konva is not installed (npm ci)"
    canvas = HERE / "node_modules" / "@napi-rs" / "canvas"
    return None if canvas.is_dir() else "@napi-rs/canvas is not installed (npm ci in benchmarks/)"


def _missing_modules() -> str | None:
    konva = SERVED["node_modules"] / "konva"
    return None if konva.is_dir() else "Konva is not installed (npm ci in tests/)"
