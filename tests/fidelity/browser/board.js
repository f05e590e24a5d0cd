// The judge: draws one page of a saved board as the front end does, and hands back its export.

import Konva from "konva";

import { drawStage } from "/drawing/index.js";

Konva.autoDrawEnabled = false;

async function draw(state, number, scale) {
  const stage = await drawStage(state, number);
  const url = stage.toDataURL({ pixelRatio: scale });
  stage.destroy();
  return url;
}

window.draw = draw;
