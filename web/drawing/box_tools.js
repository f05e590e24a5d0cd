// The tools that dialects A and C draw alike: lines, and what stands in a box at its first point.

import Konva from "konva";

import { number } from "./values.js";

const FONT = "system-ui, -apple-system, sans-serif";

export function line(stroke, at) {
  const first = at[0];
  const last = at[at.length - 1];
  return new Konva.Line({
    points: [first.x, first.y, last.x, last.y],
    ...outlined(stroke),
    lineCap: "round",
    lineJoin: "round",
  });
}

export function rectangle(stroke, [corner]) {
  return new Konva.Rect({
    x: corner.x,
    y: corner.y,
    width: number(stroke.width),
    height: number(stroke.height),
    ...outlined(stroke),
  });
}

export function circle(stroke, [corner]) {
  const width = number(stroke.width);
  const height = number(stroke.height);
  return new Konva.Ellipse({
    x: corner.x + width / 2,
    y: corner.y + height / 2,
    radiusX: width / 2,
    radiusY: height / 2,
    ...outlined(stroke),
  });
}

export function text(stroke, [corner]) {
  return new Konva.Text({
    x: corner.x,
    y: corner.y,
    text: stroke.text,
    fontSize: number(stroke.size) || 16,
    fontFamily: FONT,
    fill: stroke.color,
  });
}

export function image(asset, element) {
  return new Konva.Image({
    image: element,
    x: number(asset.x),
    y: number(asset.y),
    width: asset.w,
    height: asset.h,
    rotation: number(asset.rotation),
  });
}

export function outlined(stroke) {
  return { stroke: stroke.color, strokeWidth: stroke.size, opacity: stroke.opacity };
}
