// A saved board as its own front end draws it, with Konva: the one source for the page and for the tests' judge.
//
// A dialect is a module with two functions:
//   recognises(state)         whether the state is its own
//   readPage(state, number)   { width, height, imageSources, layers(images) }
// where `number` counts from 1, null is the page that the board has open, `images` maps each source to the
// element that loaded, and `layers` gives arrays of Konva nodes, one an own canvas, from bottom to top.
// One that saves stages has readStage(state, number, load) instead, which promises the stage.
// A node that shows one saved element has that element's id.

import Konva from "konva";

import * as dialectA from "./dialect_a.js";
import * as dialectB from "./dialect_b.js";
import * as dialectC from "./dialect_c.js";
import { loadImages } from "./images.js";
import * as konvaJson from "./konva_json.js";
import * as pages from "./pages.js";

export { freehandData } from "./freehand.js";
export { loadImages } from "./images.js";
export { assetBox } from "./pages.js";

const DIALECTS = { konva: konvaJson, c: dialectC, b: dialectB, a: dialectA };

export function dialectOf(state) {
  return Object.keys(DIALECTS).find((name) => DIALECTS[name].recognises(state));
}

export function pagesOf(state) {
  return (DIALECTS[dialectOf(state)].pagesOf ?? pages.pagesOf)(state);
}

export async function drawStage(state, number, load = loadImages) {
  const dialect = DIALECTS[dialectOf(state)];
  return dialect.readStage?.(state, number, load) ?? stageOf(dialect.readPage(state, number), load);
}

async function stageOf(page, load) {
  const images = await load(page.imageSources);
  const stage = new Konva.Stage({
    container: document.createElement("div"),
    width: page.width,
    height: page.height,
  });
  for (const nodes of page.layers(images)) {
    const layer = new Konva.Layer({ listening: false });
    layer.add(...nodes);
    stage.add(layer);
  }
  return stage;
}
