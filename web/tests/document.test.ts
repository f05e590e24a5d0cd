import { describe, expect, it } from "vitest";

import { elementOf } from "../src/document/elements.ts";
import { createHistory } from "../src/document/history.ts";
import {
  asBoard,
  type Board,
  elements,
  newPage,
  openPage,
  withElement,
  withNewPage,
  withOpenPage,
  withoutElements,
  withoutOpenPage,
  withPaper,
} from "../src/document/state.ts";

const STYLE = { color: "#c62f3b", size: 2 };
const BOARD: Board = { pages: [newPage("First")], currentPageIndex: 0 };
const LINE = elementOf("line", [at(10, 20), at(110, 20)], STYLE, "l1")!;

function at(x: number, y: number, pressure: number | null = null) {
  return { x, y, pressure };
}

describe("a board", () => {
  it("is read back as it was saved", () => {
    const drawn = withElement(withNewPage(BOARD, "Second"), "ink", LINE);
    expect(asBoard(JSON.parse(JSON.stringify(drawn)))).toEqual(drawn);
  });

  it("is no board of ours where another front end saved it", () => {
    for (const state of [null, "text", {}, { pages: [] }, { pages: [{ strokes: [] }] }]) {
      expect(asBoard(state)).toBeNull();
    }
    expect(asBoard({ pages: [{ className: "Stage", attrs: {}, children: [] }] })).toBeNull();
  });

  it("keeps what is on a page when its paper changes", () => {
    const drawn = withPaper(withElement(BOARD, "ink", LINE), "grid");
    expect(openPage(drawn).attrs.paper).toBe("grid");
    expect(elements(openPage(drawn))).toEqual([LINE]);
    expect(elements(openPage(withoutElements(drawn, new Set(["l1"]))))).toEqual([]);
  });

  it("opens a new page behind the open one, on the same paper, and keeps its last page", () => {
    const two = withNewPage(withPaper(BOARD, "dots"), "Second");
    expect([two.currentPageIndex, openPage(two).attrs.paper]).toEqual([1, "dots"]);
    expect(withoutOpenPage(two).currentPageIndex).toBe(0);
    expect(withoutOpenPage(BOARD)).toBe(BOARD);
    expect(withOpenPage(two, 9).currentPageIndex).toBe(1);
  });
});

describe("a gesture", () => {
  it("becomes Konva's node with the style", () => {
    expect(LINE).toMatchObject({ className: "Line", attrs: { points: [10, 20, 110, 20], stroke: "#c62f3b" } });
    const ellipse = elementOf("ellipse", [at(100, 80), at(20, 40)], STYLE, "e1");
    expect(ellipse?.attrs).toMatchObject({ x: 60, y: 60, radiusX: 40, radiusY: 20 });
  });

  it("draws a dot where the pen only touches, and no shape where it hardly moves", () => {
    expect(elementOf("pen", [at(10, 10)], STYLE, "p1")?.attrs.data).toMatch(/^M .* Z$/);
    expect(elementOf("arrow", [at(10, 10), at(11, 11)], STYLE, "a1")).toBeNull();
  });

  it("draws what a stylus felt", () => {
    const stroke = (pressure: number | null) =>
      elementOf("pen", [0, 20, 40, 60].map((x) => at(x, 10, pressure)), STYLE, "p1")?.attrs.data;
    expect(new Set([stroke(0.2), stroke(0.9), stroke(null)]).size).toBe(3);
  });
});

describe("undo and redo", () => {
  it("go back and forth, until something new is drawn", () => {
    const history = createHistory("a");
    history.change("b");
    history.change("c");
    history.undo();
    history.undo();
    expect([history.current.value, history.canUndo.value]).toEqual(["a", false]);
    history.redo();
    history.change("d");
    expect([history.current.value, history.canRedo.value]).toEqual(["d", false]);
    history.undo();
    expect(history.current.value).toBe("b");
  });
});
