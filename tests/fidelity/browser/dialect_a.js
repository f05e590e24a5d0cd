// Dialect A, Solo Board v0.28: pages of strokes and image assets on plain white.

import Konva from "konva";

import { freehandPath } from "./freehand.js";
import { isRecord, number, points, positive, records } from "./values.js";

const WIDTH = 920;
const HEIGHT = 1200;
const FONT = "system-ui, -apple-system, sans-serif";

// Nothing marks a board of this dialect, so it takes what no other recognises.
export function recognises() {
  return true;
}

export function readPage(state, pageNumber) {
  const pages = savedPages(state);
  const page = pages[pageNumber === null ? openIndex(state, pages) : pageNumber - 1] ?? {};
  const assets = records(page.assets).filter((asset) => asset.type === "image" && asset.src);
  const width = positive(page.width, WIDTH);
  const height = positive(page.height, HEIGHT);
  return {
    width,
    height,
    imageSources: assets.map((asset) => asset.src),
    layers: (images) => [
      [background(width, height)],
      assets.filter((asset) => images.has(asset.src)).map((asset) => image(asset, images.get(asset.src))),
      records(page.strokes).map(strokeNode).filter(Boolean),
    ],
  };
}

// The oldest rows have no pages: the state is itself the only one.
function savedPages(state) {
  if (!isRecord(state)) return [];
  return Array.isArray(state.pages) ? state.pages.map((page) => (isRecord(page) ? page : {})) : [state];
}

function openIndex(state, pages) {
  const active = pages.findIndex((page) => page.id !== undefined && page.id === state.activePageId);
  const index = active >= 0 ? active : number(state?.currentPageIndex);
  return index in pages ? index : 0;
}

function background(width, height) {
  return new Konva.Rect({ width, height, fill: "#ffffff" });
}

function image(asset, element) {
  return new Konva.Image({
    image: element,
    x: number(asset.x),
    y: number(asset.y),
    width: asset.w,
    height: asset.h,
    rotation: number(asset.rotation),
  });
}

const TOOLS = { pen, highlighter, line, rectangle, circle, text };

function strokeNode(stroke) {
  const draw = Object.hasOwn(TOOLS, stroke.tool) ? TOOLS[stroke.tool] : null;
  const at = points(stroke.points);
  return draw && at.length > 0 ? draw(stroke, at) : null;
}

function pen(stroke, at) {
  return freehandPath(at, stroke.size, { fill: stroke.color, opacity: stroke.opacity });
}

function highlighter(stroke, at) {
  return freehandPath(at, stroke.size, {
    fill: stroke.color,
    opacity: stroke.opacity,
    globalCompositeOperation: "multiply",
  });
}

function line(stroke, at) {
  const first = at[0];
  const last = at[at.length - 1];
  return new Konva.Line({
    points: [first.x, first.y, last.x, last.y],
    stroke: stroke.color,
    strokeWidth: stroke.size,
    lineCap: "round",
    lineJoin: "round",
    opacity: stroke.opacity,
  });
}

function rectangle(stroke, [corner]) {
  return new Konva.Rect({
    x: corner.x,
    y: corner.y,
    width: number(stroke.width),
    height: number(stroke.height),
    stroke: stroke.color,
    strokeWidth: stroke.size,
    opacity: stroke.opacity,
  });
}

function circle(stroke, [corner]) {
  const width = number(stroke.width);
  const height = number(stroke.height);
  return new Konva.Ellipse({
    x: corner.x + width / 2,
    y: corner.y + height / 2,
    radiusX: width / 2,
    radiusY: height / 2,
    stroke: stroke.color,
    strokeWidth: stroke.size,
    opacity: stroke.opacity,
  });
}

function text(stroke, [corner]) {
  return new Konva.Text({
    x: corner.x,
    y: corner.y,
    text: stroke.text,
    fontSize: number(stroke.size) || 16,
    fontFamily: FONT,
    fill: stroke.color,
  });
}
