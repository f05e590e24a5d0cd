// What is drawn here is saved as Konva's own JSON: each page a stage of three layers, as the board's front ends
// have them. No dialect's state holds all of the tools: A and C know no arrow, B no ellipse and no real pressure.
// Nothing is changed in place, so that an older state stays good for undo.

import type { KonvaNode } from "./nodes.ts";
import { type Paper, paperNodes } from "./papers.ts";

export const LAYERS = ["background", "images", "ink"] as const;
export type LayerName = (typeof LAYERS)[number];

export interface LayerTree {
  readonly className: "Layer";
  readonly attrs: { readonly name: LayerName; readonly listening: boolean };
  readonly children: readonly KonvaNode[];
}

export interface PageTree {
  readonly className: "Stage";
  readonly attrs: {
    readonly id: string;
    readonly name: string;
    readonly width: number;
    readonly height: number;
    readonly paper: Paper | null;
  };
  readonly children: readonly LayerTree[];
}

export interface Board {
  readonly pages: readonly PageTree[];
  readonly currentPageIndex: number;
}

export const PAGE_WIDTH = 920;
export const PAGE_HEIGHT = 1200;

export function newId(): string {
  return Math.random().toString(36).slice(2, 12);
}

export function newPage(name: string, paper: Paper = "white"): PageTree {
  const size = { width: PAGE_WIDTH, height: PAGE_HEIGHT };
  return {
    className: "Stage",
    attrs: { id: newId(), name, ...size, paper },
    children: LAYERS.map((layer) => layerTree(layer, layer === "background" ? paperNodes(paper, size) : [])),
  };
}

export function layerTree(name: LayerName, children: readonly KonvaNode[]): LayerTree {
  return { className: "Layer", attrs: { name, listening: name !== "background" }, children };
}

/** The board of a saved state, or null for one that another front end saved. */
export function asBoard(state: unknown): Board | null {
  const pages = isObject(state) && Array.isArray(state.pages) ? (state.pages as unknown[]) : [];
  if (pages.length === 0 || !pages.every(isPage)) return null;
  const index = (state as { currentPageIndex?: unknown }).currentPageIndex;
  return { pages, currentPageIndex: typeof index === "number" && index in pages ? index : 0 };
}

function isPage(value: unknown): value is PageTree {
  if (!isObject(value) || value.className !== "Stage" || !Array.isArray(value.children)) return false;
  const names = value.children.map((layer: unknown) => isObject(layer) && isObject(layer.attrs) && layer.attrs.name);
  return LAYERS.every((name, index) => names[index] === name) && names.length === LAYERS.length;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export function openPage(board: Board): PageTree {
  return board.pages[board.currentPageIndex] ?? board.pages[0]!;
}

export function withOpenPage(board: Board, index: number): Board {
  return { ...board, currentPageIndex: Math.max(0, Math.min(index, board.pages.length - 1)) };
}

/** A page more, behind the open one, on the same paper; it is open. */
export function withNewPage(board: Board, name: string): Board {
  const index = board.currentPageIndex + 1;
  const page = newPage(name, openPage(board).attrs.paper ?? "white");
  return { pages: board.pages.toSpliced(index, 0, page), currentPageIndex: index };
}

/** Without the open page; the last one can't go. */
export function withoutOpenPage(board: Board): Board {
  if (board.pages.length === 1) return board;
  return withOpenPage({ ...board, pages: board.pages.toSpliced(board.currentPageIndex, 1) }, board.currentPageIndex);
}

export function withElement(board: Board, layer: LayerName, node: KonvaNode): Board {
  return withLayer(board, layer, (children) => [...children, node]);
}

export function withoutElements(board: Board, ids: ReadonlySet<string>): Board {
  const keep = (children: readonly KonvaNode[]) => children.filter(({ attrs }) => !ids.has(attrs.id));
  return withLayer(withLayer(board, "images", keep), "ink", keep);
}

export function withText(board: Board, id: string, text: string): Board {
  return withLayer(board, "ink", (children) =>
    children.map((node) => (node.attrs.id === id ? { ...node, attrs: { ...node.attrs, text } } : node)),
  );
}

export function withPaper(board: Board, paper: Paper): Board {
  const page = openPage(board);
  const papered = withLayer(board, "background", () => paperNodes(paper, page.attrs));
  return withPage(papered, { ...openPage(papered), attrs: { ...page.attrs, paper } });
}

/** What a person put on a page, images first, in the order of drawing. */
export function elements(page: PageTree): readonly KonvaNode[] {
  return page.children.filter(({ attrs }) => attrs.name !== "background").flatMap(({ children }) => children);
}

function withLayer(
  board: Board,
  name: LayerName,
  change: (children: readonly KonvaNode[]) => readonly KonvaNode[],
): Board {
  const page = openPage(board);
  const children = page.children.map((layer) =>
    layer.attrs.name === name ? { ...layer, children: change(layer.children) } : layer,
  );
  return withPage(board, { ...page, children });
}

function withPage(board: Board, page: PageTree): Board {
  return { ...board, pages: board.pages.with(board.currentPageIndex, page) };
}
