// Konva on Node.js: draws what it is sent, warm, and answers with the time that each drawing took.
//
// Asked by lines on standard input: the path of a board's JSON. It draws the open page at pixel ratio 2 and
// answers with a line {"seconds": …, "bytes": …}. `--outlines` measures perfect-freehand alone instead.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { createCanvas, DOMMatrix, Image, Path2D } from "@napi-rs/canvas";

Object.assign(globalThis, { DOMMatrix, Image, Path2D });
const { default: Konva } = await import("konva");
const { getStroke } = await import("perfect-freehand");
const dialectA = await import("../web/drawing/dialect_a.js");
const { loadImages } = await import("../web/drawing/images.js");

Konva.autoDrawEnabled = false;
Konva.isBrowser = false;
Konva.Util.createCanvasElement = () => Object.assign(createCanvas(300, 300), { style: {} });
Konva.Util.createImageElement = () => new Image();

const PEN = { thinning: 0.5, smoothing: 0.5, streamline: 0.5 };

async function draw(text) {
  const page = dialectA.readPage(JSON.parse(text), null);
  const images = await loadImages(page.imageSources);
  const stage = new Konva.Stage({ width: page.width, height: page.height });
  for (const nodes of page.layers(images)) {
    const layer = new Konva.Layer({ listening: false });
    layer.add(...nodes);
    stage.add(layer);
  }
  const bytes = stage.toCanvas({ pixelRatio: 2 }).toBuffer("image/png");
  stage.destroy();
  return bytes.length;
}

async function outlines(text) {
  const strokes = JSON.parse(text).pages[0].strokes.map(({ points, size }) => [points.map(({ x, y }) => [x, y]), size]);
  const start = performance.now();
  for (const [points, size] of strokes) getStroke(points, { ...PEN, size });
  return { seconds: (performance.now() - start) / 1000, bytes: 0 };
}

async function timed(text) {
  const start = performance.now();
  const bytes = await draw(text);
  return { seconds: (performance.now() - start) / 1000, bytes };
}

for await (const path of createInterface({ input: process.stdin })) {
  const text = readFileSync(path, "utf8");
  const answer = process.argv.includes("--outlines") ? await outlines(text) : await timed(text);
  console.log(JSON.stringify(answer));
}
