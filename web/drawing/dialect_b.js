// Dialect B, Solo v2: shapes, arrows, texts and notes beside the strokes, six papers, images by zIndex.

import Konva from "konva";

import { freehandPolygon } from "./freehand.js";
import { identified, pageSize, paper, savedPage, savedPages } from "./pages.js";
import { isRecord, number, points, positive, records } from "./values.js";

const STATE_FIELDS = ["zoom", "pan", "fullscreen"];
const IMAGE_KINDS = ["image", "svg", "pdf"];
const HIGHLIGHTER_OPACITY = 0.4;

export function recognises(state) {
  const pages = savedPages(state);
  return STATE_FIELDS.some((field) => field in (state ?? {})) || pages.some(isOurs);
}

function isOurs(page) {
  return (
    "shapes" in page ||
    "texts" in page ||
    (isRecord(page.background) && page.background.type !== "pdf") ||
    records(page.assets).some((asset) => ("width" in asset && !("w" in asset)) || "zIndex" in asset) ||
    records(page.strokes).some((stroke) => "composite" in stroke || stroke.tool === "arrow")
  );
}

export function readPage(state, pageNumber) {
  const page = savedPage(state, pageNumber);
  const size = pageSize(page);
  const assets = records(page.assets)
    .filter((asset) => IMAGE_KINDS.includes(asset.type) && asset.src)
    .sort((one, other) => number(one.zIndex) - number(other.zIndex));
  return {
    ...size,
    imageSources: assets.map((asset) => asset.src),
    layers: (images) => [
      background(isRecord(page.background) ? page.background : {}, size),
      assets.filter((asset) => images.has(asset.src)).map((asset) => identified(image(asset, images.get(asset.src)), asset)),
      [
        ...records(page.strokes).map(strokeNode),
        ...records(page.shapes).map((shape) => identified(byName(SHAPES, shape.type)?.(shape), shape)),
        ...records(page.texts).flatMap((text) => byName(TEXTS, text.type)?.(text).map((node) => identified(node, text))),
      ].filter(Boolean),
    ],
  };
}

// Backgrounds

function background(settings, size) {
  const base = paper(size, settings.type === "color" ? (settings.color ?? "#ffffff") : "#ffffff");
  return [base, ...(byName(PATTERNS, settings.type)?.(settings, size) ?? [])];
}

const PATTERNS = { grid, dots, ruled, graph };

function grid({ gridSize, lineColor }, size) {
  const style = { stroke: lineColor ?? "#e5e7eb", strokeWidth: 1 };
  const step = positive(gridSize, 20);
  return [
    ...places(size.width, step).map((x) => upright(x, size, style)),
    ...places(size.height, step).map((y) => level(y, size, style)),
  ];
}

function dots({ gridSize, lineColor }, size) {
  const step = positive(gridSize, 20);
  return places(size.width, step).flatMap((x) =>
    places(size.height, step).map((y) => new Konva.Circle({ x, y, radius: 1.5, fill: lineColor ?? "#9ca3af" })),
  );
}

function ruled({ gridSize, lineColor }, size) {
  const style = { stroke: lineColor ?? "#dbeafe", strokeWidth: 1 };
  return places(size.height, positive(gridSize, 28)).map((y) => level(y, size, style));
}

function graph({ gridSize, lineColor }, size) {
  const step = positive(gridSize, 20) / 4;
  const style = (index) => {
    const heavy = (index + 1) % 4 === 0;
    return { stroke: lineColor ?? "#e5e7eb", strokeWidth: heavy ? 1 : 0.5, opacity: heavy ? 1 : 0.5 };
  };
  return [
    ...places(size.width, step).map((x, index) => upright(x, size, style(index))),
    ...places(size.height, step).map((y, index) => level(y, size, style(index))),
  ];
}

// From one step in to before the far edge.
function places(length, step) {
  const found = [];
  for (let count = 1; count * step < length; count += 1) found.push(count * step);
  return found;
}

function upright(x, { height }, style) {
  return new Konva.Line({ points: [x, 0, x, height], ...style });
}

function level(y, { width }, style) {
  return new Konva.Line({ points: [0, y, width, y], ...style });
}

// Assets

function image(asset, element) {
  return new Konva.Image({
    image: element,
    x: number(asset.x),
    y: number(asset.y),
    width: asset.width,
    height: asset.height,
    rotation: number(asset.rotation),
  });
}

// Strokes

const TOOLS = { pen, highlighter, eraser, line, arrow, rectangle, circle, text };

function strokeNode(stroke) {
  const at = points(stroke.points);
  const node = at.length > 0 ? byName(TOOLS, stroke.tool)?.(stroke, at) : null;
  if (node && stroke.composite) node.globalCompositeOperation(stroke.composite);
  return identified(node, stroke);
}

function pen(stroke, at) {
  return freehandPolygon(at, stroke.size, { fill: stroke.color, opacity: stroke.opacity });
}

function highlighter(stroke, at) {
  return freehandPolygon(at, stroke.size, { fill: stroke.color, opacity: HIGHLIGHTER_OPACITY });
}

// Only the oldest engine erased by drawing.
function eraser(stroke, at) {
  return stroke.composite ? pen(stroke, at) : null;
}

function line(stroke, at) {
  return new Konva.Line({ points: ends(at), ...outlined(stroke), ...ROUND });
}

function arrow(stroke, at) {
  return new Konva.Arrow({ points: ends(at), ...outlined(stroke), ...ROUND, fill: stroke.color });
}

function rectangle(stroke, at) {
  const [x, y, endX, endY] = ends(at);
  return new Konva.Rect({ x, y, width: endX - x, height: endY - y, ...outlined(stroke) });
}

function circle(stroke, at) {
  const [x, y, endX, endY] = ends(at);
  return new Konva.Circle({ x, y, radius: Math.hypot(endX - x, endY - y), ...outlined(stroke) });
}

function text(stroke, [corner]) {
  return new Konva.Text({
    x: corner.x,
    y: corner.y,
    text: stroke.text,
    fontSize: number(stroke.size) * 4,
    fill: stroke.color,
  });
}

const ROUND = { lineCap: "round", lineJoin: "round" };

function ends(at) {
  const last = at[at.length - 1];
  return [at[0].x, at[0].y, last.x, last.y];
}

function outlined(stroke) {
  return { stroke: stroke.color, strokeWidth: stroke.size, opacity: stroke.opacity };
}

// Shapes

const SHAPES = { line: lineShape, arrow: arrowShape, rectangle: rectangleShape, circle: circleShape };

function lineShape(shape) {
  if (shape.arrowStart || shape.arrowEnd) return arrowShape(shape);
  return new Konva.Line({ points: shapeEnds(shape), ...ROUND, ...shapeStyle(shape) });
}

function arrowShape(shape) {
  const size = number(shape.arrowSize, 15);
  return new Konva.Arrow({
    points: shapeEnds(shape),
    ...ROUND,
    ...shapeStyle(shape),
    fill: shape.color,
    pointerLength: size,
    pointerWidth: 0.8 * size,
    pointerAtBeginning: Boolean(shape.arrowStart),
    pointerAtEnding: shape.arrowEnd !== false,
  });
}

function rectangleShape(shape) {
  return new Konva.Rect({
    x: number(shape.x),
    y: number(shape.y),
    width: number(shape.width),
    height: number(shape.height),
    ...shapeStyle(shape),
  });
}

function circleShape(shape) {
  return new Konva.Circle({
    x: number(shape.x),
    y: number(shape.y),
    radius: number(shape.radius),
    ...shapeStyle(shape),
  });
}

function shapeEnds(shape) {
  const at = points(shape.points);
  const own = [shape.startX, shape.startY, shape.endX, shape.endY];
  if (at.length > 0 && own.some((value) => !Number.isFinite(number(value, NaN)))) return ends(at);
  return own.map((value) => number(value));
}

function shapeStyle(shape) {
  return { stroke: shape.color, strokeWidth: shape.size };
}

// Texts

const TEXTS = { text: (saved) => [words(saved, 0)], note: (saved) => [noteBox(saved), words(saved, 8)] };

function words(saved, inset) {
  const size = number(saved.fontSize, 16);
  return new Konva.Shape({
    x: number(saved.x) + inset,
    y: number(saved.y) + inset,
    // What the drawing says, for whoever wants it as a text node.
    words: { text: saved.text ?? "", fontSize: size, fill: saved.color },
    sceneFunc: (context) => {
      context.setAttr("font", font(size));
      context.setAttr("fillStyle", saved.color);
      context.fillText(saved.text ?? "", 0, size);
    },
  });
}

function noteBox(saved) {
  const size = number(saved.fontSize, 16);
  return new Konva.Rect({
    x: number(saved.x),
    y: number(saved.y),
    width: saved.width ?? textWidth(saved.text ?? "", size) + 16,
    height: saved.height ?? size + 16,
    fill: "#ffffa5",
    stroke: "#e6e600",
    strokeWidth: 1,
  });
}

function textWidth(string, size) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = font(size);
  return context.measureText(string).width;
}

function font(size) {
  return `${size}px sans-serif`;
}

function byName(table, name) {
  return Object.hasOwn(table, name) ? table[name] : null;
}
