// What the dialects with pages share: which page is asked for, its size, its paper.

import Konva from "konva";

import { isRecord, number, positive, records } from "./values.js";

const WIDTH = 920;
const HEIGHT = 1200;
const ELEMENT_LISTS = ["strokes", "shapes", "texts", "assets"];

// The page by its number from 1; null asks for the one that the board has open.
export function savedPage(state, pageNumber) {
  const pages = savedPages(state);
  return pages[pageNumber === null ? openIndex(state, pages) : pageNumber - 1] ?? {};
}

// The oldest rows have no pages: the state is itself the only one.
export function savedPages(state) {
  if (!isRecord(state)) return [];
  const pages = Array.isArray(state.pages) ? state.pages : [];
  return pages.length > 0 ? pages.map((page) => (isRecord(page) ? page : {})) : [state];
}

// Whether this is a board of a dialect with pages, whatever else it holds.
export function holdsElements(state) {
  return [state, ...savedPages(state)].some(
    (page) => isRecord(page) && ELEMENT_LISTS.some((name) => Array.isArray(page[name])),
  );
}

export function pageSize(page) {
  return { width: positive(page.width, WIDTH), height: positive(page.height, HEIGHT) };
}

export function paper({ width, height }, fill = "#ffffff") {
  return new Konva.Rect({ width, height, fill });
}

// How many pages a board shows, and the number of the one that it has open.
export function pagesOf(state) {
  const pages = savedPages(state);
  return { count: Math.max(1, pages.length), open: openIndex(state, pages) + 1 };
}

// Where a saved asset stands, also one whose picture is not there to be drawn; null for an id that no asset has.
export function assetBox(state, pageNumber, id) {
  const asset = records(savedPage(state, pageNumber).assets).find((one) => String(one.id) === id);
  if (!asset) return null;
  const { x, y, rotation, w, h, width = w, height = h } = asset;
  const attrs = { x, y, rotation, width, height };
  const read = Object.entries(attrs).map(([name, value]) => [name, number(value)]);
  return new Konva.Rect(Object.fromEntries(read)).getClientRect();
}

// Gives what shows a saved element that element's id.
export function identified(node, { id }) {
  if (node && id !== undefined && id !== null) node.id(String(id));
  return node;
}

function openIndex(state, pages) {
  const index = Math.trunc(number(state?.currentPageIndex, NaN));
  if (!Number.isNaN(index)) return index in pages ? index : 0;
  const active = pages.findIndex((page) => page.id !== undefined && page.id === state?.activePageId);
  return Math.max(active, 0);
}
