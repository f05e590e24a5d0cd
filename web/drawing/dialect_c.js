// Dialect C, Winterboard: smoothed pens, real pressure, papers named by a word, sticky notes, locks.

import Konva from "konva";

import { circle, image, line, rectangle, text } from "./box_tools.js";
import { freehandPath } from "./freehand.js";
import { identified, pageSize, paper, savedPage, savedPages } from "./pages.js";
import { isRecord, number, points, records } from "./values.js";

const LOCKED_OPACITY = 0.85;
const PRESSURE = 0.5;
const TENSION = 0.5;
const STEPS = 8;

export function recognises(state) {
  return savedPages(state).some(
    (page) =>
      typeof page.background === "string" ||
      (isRecord(page.background) && page.background.type === "pdf") ||
      "groups" in page ||
      records(page.assets).some((asset) => asset.type === "sticky" || ("locked" in asset && "w" in asset)) ||
      records(page.strokes).some((stroke) => "locked" in stroke),
  );
}

export function readPage(state, pageNumber) {
  const page = savedPage(state, pageNumber);
  const size = pageSize(page);
  const assets = records(page.assets);
  const pdf = isRecord(page.background) && page.background.type === "pdf" ? page.background.url : null;
  return {
    ...size,
    imageSources: [pdf, ...assets.filter((asset) => asset.type === "image").map((asset) => asset.src)].filter(
      Boolean,
    ),
    layers: (images) => [
      [paper(size), ...(pdf ? stretched(images.get(pdf), size) : pattern(page.background, size))],
      assets.map((asset) => assetNode(asset, images)).filter(Boolean),
      records(page.strokes).map(strokeNode).filter(Boolean),
    ],
  };
}

// Backgrounds. The front end caches this layer, which blurs it; an export draws it sharp.

function stretched(element, { width, height }) {
  return element ? [new Konva.Image({ image: element, width, height })] : [];
}

function pattern(name, size) {
  return Object.hasOwn(PATTERNS, name) ? PATTERNS[name](size) : [];
}

const PATTERNS = { grid, dots, lined };

function grid({ width, height }) {
  const style = { stroke: "#e2e8f0", strokeWidth: 0.5 };
  return [
    ...places(width, 40).map((x) => new Konva.Line({ points: [x, 0, x, height], ...style })),
    ...places(height, 40).map((y) => new Konva.Line({ points: [0, y, width, y], ...style })),
  ];
}

function dots({ width, height }) {
  return places(width, 40).flatMap((x) =>
    places(height, 40).map((y) => new Konva.Circle({ x, y, radius: 1.5, fill: "#cbd5e1" })),
  );
}

function lined({ width, height }) {
  return places(height, 32).map(
    (y) => new Konva.Line({ points: [0, y, width, y], stroke: "#93c5fd", strokeWidth: 0.5 }),
  );
}

// Up to and including the last that fits.
function places(length, step) {
  const found = [];
  for (let place = step; place <= length; place += step) found.push(place);
  return found;
}

// Assets

function assetNode(asset, images) {
  if (asset.type === "sticky") return sticky(asset);
  if (asset.type !== "image" || !images.has(asset.src)) return null;
  return locked(asset, image(asset, images.get(asset.src)));
}

function sticky(asset) {
  const width = number(asset.w);
  const height = number(asset.h);
  const group = new Konva.Group({ x: number(asset.x), y: number(asset.y), rotation: number(asset.rotation) });
  group.add(
    new Konva.Rect({
      width,
      height,
      fill: asset.bgColor || "#fde047",
      cornerRadius: 6,
      shadowColor: "black",
      shadowBlur: 8,
      shadowOffset: { x: 2, y: 2 },
      shadowOpacity: 0.15,
    }),
    new Konva.Text({
      x: 10,
      y: 10,
      width: width - 20,
      height: height - 20,
      text: asset.text,
      fontSize: number(asset.fontSize) || 14,
      fontFamily: "Inter, system-ui, sans-serif",
      fill: asset.textColor || "#1e293b",
      wrap: "word",
      ellipsis: true,
    }),
  );
  if (asset.locked) group.add(new Konva.Text({ x: width - 20, y: 4, text: "🔒", fontSize: 14 }));
  return locked(asset, group);
}

// Strokes

const TOOLS = { pen, highlighter, line, rectangle, circle, text };

function strokeNode(stroke) {
  const at = points(stroke.points);
  const draw = at.length > 0 && Object.hasOwn(TOOLS, stroke.tool) ? TOOLS[stroke.tool] : null;
  const node = draw?.(stroke, at);
  return node ? locked(stroke, node) : null;
}

function pen(stroke, at) {
  const smooth = smoothed(at);
  const real = smooth.some(({ pressure }) => (pressure ?? PRESSURE) !== PRESSURE);
  return freehandPath(
    smooth.map(({ x, y, pressure }) => [x, y, pressure ?? PRESSURE]),
    stroke.size,
    { fill: stroke.color, opacity: stroke.opacity },
    { simulatePressure: !real },
  );
}

function highlighter(stroke, at) {
  return pen(stroke, at)?.globalCompositeOperation("multiply");
}

// A cardinal spline through the points, its ends doubled.
function smoothed(at) {
  if (at.length < 4) return at;
  const all = [at[0], ...at, at[at.length - 1]];
  const found = [at[0]];
  for (let index = 1; index < all.length - 2; index += 1) {
    for (let step = 1; step <= STEPS; step += 1) {
      found.push(between(all.slice(index - 1, index + 3), step / STEPS));
    }
  }
  return found;
}

function between([before, start, end, after], t) {
  const along = (axis) =>
    (2 * t ** 3 - 3 * t ** 2 + 1) * start[axis] +
    (t ** 3 - 2 * t ** 2 + t) * TENSION * (end[axis] - before[axis]) +
    (-2 * t ** 3 + 3 * t ** 2) * end[axis] +
    (t ** 3 - t ** 2) * TENSION * (after[axis] - start[axis]);
  const known = typeof start.pressure === "number" && typeof end.pressure === "number";
  const pressure = known ? start.pressure + (end.pressure - start.pressure) * t : undefined;
  return { x: along("x"), y: along("y"), pressure: t === 1 ? end.pressure : pressure };
}

function locked(saved, node) {
  if (saved.locked) node.opacity(Math.min(node.opacity(), LOCKED_OPACITY));
  return identified(node, saved);
}
