// A gesture with a tool becomes the node that is saved; the preview shows the same node.

import { freehandData } from "../../drawing/index.js";
import type { KonvaNode } from "./nodes.ts";

export const DRAWING_TOOLS = ["pen", "highlighter", "line", "arrow", "rectangle", "ellipse"] as const;
export type DrawingTool = (typeof DRAWING_TOOLS)[number];

export interface GesturePoint {
  readonly x: number;
  readonly y: number;
  /** 0 to 1 as a stylus measures it, null for a pointer that feels none. */
  readonly pressure: number | null;
}

export interface Style {
  readonly color: string;
  readonly size: number;
}

export const TEXT_FONT = "Arial, sans-serif";
/** Narrower, a text would stand letter by letter. */
export const TEXT_ROOM = 160;
const HIGHLIGHTER_OPACITY = 0.4;
const HIGHLIGHTER_WIDTH = 10;
const PEN_WIDTH = 2;
/** A shorter one is a slip of the hand. */
const SHORTEST_SHAPE = 3;

/** The node that a gesture draws, or null for one too short to show anything. */
export function elementOf(
  tool: DrawingTool,
  points: readonly GesturePoint[],
  style: Style,
  id: string,
): KonvaNode | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  if (tool === "pen" || tool === "highlighter") return FREEHAND[tool](points, style, id);
  return Math.hypot(last.x - first.x, last.y - first.y) < SHORTEST_SHAPE ? null : SHAPES[tool](first, last, style, id);
}

/** A text is wrapped where the page ends. */
export function textElement(
  text: string,
  at: { x: number; y: number },
  style: Style,
  id: string,
  pageWidth: number,
): KonvaNode {
  const room = Math.max(TEXT_ROOM, round(pageWidth - at.x));
  const font = { fontSize: fontSize(style), fontFamily: TEXT_FONT };
  const attrs = { id, x: round(at.x), y: round(at.y), text, ...font, fill: style.color };
  return { className: "Text", attrs: textWidth(text, font) > room ? { ...attrs, width: room } : attrs };
}

function textWidth(text: string, { fontSize, fontFamily }: { fontSize: number; fontFamily: string }): number {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `${fontSize}px ${fontFamily}`;
  return Math.max(...text.split("\n").map((line) => context.measureText(line).width));
}

export function fontSize({ size }: Style): number {
  return 14 + 4 * size;
}

type Freehand = (points: readonly GesturePoint[], style: Style, id: string) => KonvaNode | null;
type Shape = (first: GesturePoint, last: GesturePoint, style: Style, id: string) => KonvaNode;

const FREEHAND: Record<"pen" | "highlighter", Freehand> = {
  pen: (points, { color, size }, id) => {
    const data = outline(points, PEN_WIDTH * size);
    return data ? { className: "Path", attrs: { id, tool: "pen", data, fill: color } } : null;
  },
  highlighter: (points, { color, size }, id) => {
    const data = outline(points, HIGHLIGHTER_WIDTH * size);
    const blended = { opacity: HIGHLIGHTER_OPACITY, globalCompositeOperation: "multiply" };
    return data ? { className: "Path", attrs: { id, tool: "highlighter", data, fill: color, ...blended } } : null;
  },
};

const SHAPES: Record<Exclude<DrawingTool, "pen" | "highlighter">, Shape> = {
  line: (first, last, style, id) => ({ className: "Line", attrs: { id, ...stretched(first, last), ...stroked(style) } }),
  arrow: (first, last, style, id) => {
    const head = 8 + 3 * style.size;
    const pointer = { fill: style.color, pointerLength: head, pointerWidth: 0.8 * head };
    return { className: "Arrow", attrs: { id, ...stretched(first, last), ...stroked(style), ...pointer } };
  },
  rectangle: (first, last, style, id) => {
    const { x, y, width, height } = box(first, last);
    return { className: "Rect", attrs: { id, x, y, width, height, ...stroked(style) } };
  },
  ellipse: (first, last, style, id) => {
    const { x, y, width, height } = box(first, last);
    const radii = { radiusX: width / 2, radiusY: height / 2 };
    return { className: "Ellipse", attrs: { id, x: x + width / 2, y: y + height / 2, ...radii, ...stroked(style) } };
  },
};

function outline(points: readonly GesturePoint[], size: number): string {
  // A tap is a dot: a pen that only touches the paper leaves a mark.
  const [only] = points;
  const drawn = points.length === 1 && only ? [only, { ...only, x: only.x + 0.1 }] : points;
  const isFelt = drawn.some(({ pressure }) => pressure !== null);
  const data = freehandData(
    drawn.map(({ x, y, pressure }) => [x, y, pressure ?? 0.5]),
    size,
    { simulatePressure: !isFelt },
  );
  return data.replace(/-?\d+\.\d+(e-?\d+)?/g, (text) => String(round(Number(text))));
}

function stretched(first: GesturePoint, last: GesturePoint): { points: number[] } {
  return { points: [first.x, first.y, last.x, last.y].map(round) };
}

function stroked({ color, size }: Style): Record<string, unknown> {
  return { stroke: color, strokeWidth: size, lineCap: "round", lineJoin: "round" };
}

function box(first: GesturePoint, last: GesturePoint): { x: number; y: number; width: number; height: number } {
  return {
    x: round(Math.min(first.x, last.x)),
    y: round(Math.min(first.y, last.y)),
    width: round(Math.abs(last.x - first.x)),
    height: round(Math.abs(last.y - first.y)),
  };
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
