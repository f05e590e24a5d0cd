// Dialect A, Solo Board v0.28: pages of strokes and image assets on plain white.

import { circle, image, line, rectangle, text } from "./box_tools.js";
import { freehandPath } from "./freehand.js";
import { identified, pageSize, paper, savedPage } from "./pages.js";
import { points, records } from "./values.js";

// Nothing marks a board of this dialect, so it takes what no other recognises.
export function recognises() {
  return true;
}

export function readPage(state, pageNumber) {
  const page = savedPage(state, pageNumber);
  const assets = records(page.assets).filter((asset) => asset.type === "image" && asset.src);
  return {
    ...pageSize(page),
    imageSources: assets.map((asset) => asset.src),
    layers: (images) => [
      [paper(pageSize(page))],
      assets.filter((asset) => images.has(asset.src)).map((asset) => identified(image(asset, images.get(asset.src)), asset)),
      records(page.strokes).map(strokeNode).filter(Boolean),
    ],
  };
}

const TOOLS = { pen, highlighter, line, rectangle, circle, text };

function strokeNode(stroke) {
  const draw = Object.hasOwn(TOOLS, stroke.tool) ? TOOLS[stroke.tool] : null;
  const at = points(stroke.points);
  return draw && at.length > 0 ? identified(draw(stroke, at), stroke) : null;
}

function pen(stroke, at) {
  return freehandPath(withoutPressure(at), stroke.size, { fill: stroke.color, opacity: stroke.opacity });
}

function highlighter(stroke, at) {
  return freehandPath(withoutPressure(at), stroke.size, {
    fill: stroke.color,
    opacity: stroke.opacity,
    globalCompositeOperation: "multiply",
  });
}

function withoutPressure(at) {
  return at.map((point) => [point.x, point.y]);
}
