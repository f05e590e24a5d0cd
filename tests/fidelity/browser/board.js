// The judge: draws one page of a saved board with Konva, as the front end does, and hands back its export.
//
// A dialect is a module with two functions:
//   recognises(state)         whether the state is its own
//   readPage(state, number)   { width, height, imageSources, layers(images) }
// where `number` counts from 1, null is the page that the board has open, `images` maps each source to the
// element that loaded, and `layers` gives arrays of Konva nodes, one an own canvas, from bottom to top.
// One that saves stages has readStage(state, number) instead, which promises the stage.

import Konva from "konva";

import * as dialectA from "./dialect_a.js";
import * as dialectB from "./dialect_b.js";
import * as dialectC from "./dialect_c.js";
import { loadImages } from "./images.js";
import * as konvaJson from "./konva_json.js";

const DIALECTS = [konvaJson, dialectC, dialectB, dialectA];

Konva.autoDrawEnabled = false;

async function draw(state, number, scale) {
  const dialect = DIALECTS.find((candidate) => candidate.recognises(state));
  const stage = await (dialect.readStage?.(state, number) ?? stageOf(dialect.readPage(state, number)));
  const url = stage.toDataURL({ pixelRatio: scale });
  stage.destroy();
  return url;
}

async function stageOf(page) {
  const images = await loadImages(page.imageSources);
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

window.draw = draw;
