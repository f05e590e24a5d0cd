// What a page is written on: white, or with a pattern, which is one path.

import type { KonvaNode } from "./nodes.ts";

export const PAPERS = ["white", "grid", "dots", "ruled", "graph"] as const;
export type Paper = (typeof PAPERS)[number];

interface Size {
  width: number;
  height: number;
}

export function paperNodes(paper: Paper, { width, height }: Size): KonvaNode[] {
  const sheet = { className: "Rect", attrs: { id: "sheet", width, height, fill: "#ffffff" } };
  return paper === "white" ? [sheet] : [sheet, PATTERNS[paper]({ width, height })];
}

const PATTERNS: Record<Exclude<Paper, "white">, (size: Size) => KonvaNode> = {
  grid: (size) => lines(upright(size, 40) + level(size, 40), "#e2e8f0"),
  ruled: (size) => lines(level(size, 32), "#bfdbfe"),
  graph: (size) => lines(upright(size, 10) + level(size, 10), "#e8edf3"),
  dots: (size) => ({ className: "Path", attrs: { id: "pattern", data: dots(size, 40), fill: "#b6c2d1" } }),
};

function lines(data: string, stroke: string): KonvaNode {
  return { className: "Path", attrs: { id: "pattern", data, stroke, strokeWidth: 1 } };
}

function upright({ width, height }: Size, step: number): string {
  return places(width, step)
    .map((x) => `M${x} 0V${height}`)
    .join("");
}

function level({ width, height }: Size, step: number): string {
  return places(height, step)
    .map((y) => `M0 ${y}H${width}`)
    .join("");
}

function dots({ width, height }: Size, step: number): string {
  return places(width, step)
    .flatMap((x) => places(height, step).map((y) => `M${x - 1.5} ${y}a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0 -3 0`))
    .join("");
}

function places(length: number, step: number): number[] {
  return Array.from({ length: Math.ceil(length / step) - 1 }, (_, index) => (index + 1) * step);
}
