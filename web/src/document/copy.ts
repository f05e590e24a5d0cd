// A board of another front end, as one that can be drawn on here: the nodes that show it become its state.

import type Konva from "konva";

import { drawStage, pagesOf } from "../../drawing/index.js";
import type { KonvaNode } from "./nodes.ts";
import { type Board, LAYERS, type LayerName, layerTree, newId, type PageTree } from "./state.ts";

export async function copyOf(state: unknown, pageName: (number: number) => string): Promise<Board> {
  const { count, open } = pagesOf(state);
  const pages: PageTree[] = [];
  for (let number = 1; number <= count; number += 1) {
    const stage = await drawStage(state, number);
    pages.push(pageOf(stage, pageName(number)));
    stage.destroy();
  }
  return { pages, currentPageIndex: open - 1 };
}

function pageOf(stage: Konva.Stage, name: string): PageTree {
  const found = stage.getLayers();
  // Layers stay layers as far as there are any, for a blend mode sees only its own.
  const upper = found.length > LAYERS.length ? found : found.slice(-1);
  const lower = found.slice(0, -upper.length);
  const layers: Record<LayerName, Konva.Layer[]> = {
    background: lower.slice(0, -1),
    images: lower.slice(-1),
    ink: upper,
  };
  return {
    className: "Stage",
    attrs: { id: newId(), name, width: stage.width(), height: stage.height(), paper: null },
    children: LAYERS.map((layer) => layerTree(layer, layers[layer].flatMap(({ children }) => children.map(nodeOf)))),
  };
}

function nodeOf(node: Konva.Node): KonvaNode {
  const { attrs, className, children } = node.toObject() as Saved;
  const known = { className, attrs: { ...attrs, id: node.id() || newId() }, ...(children ? { children } : {}) };
  if (className === "Image") return { ...known, attrs: { ...known.attrs, src: sourceOf(node as Konva.Image) } };
  const words = node.getAttr("words") as Words | undefined;
  return words ? textOf(known, words) : known;
}

interface Saved {
  attrs: object;
  className: string;
  children?: unknown;
}

/** The address as it was saved: loading marks each data URL with a number of its own. */
function sourceOf(image: Konva.Image): string {
  const { src } = image.image() as HTMLImageElement;
  return src.startsWith("data:") ? src.replace(/#\d+$/, "") : src;
}

interface Words {
  text: string;
  fontSize: number;
  fill: string;
}

/** Solo v2 puts a text's baseline a font size below its corner; Konva centres the line on its font's middle. */
function textOf({ attrs: { words: _, ...attrs } }: KonvaNode, words: Words): KonvaNode {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `${words.fontSize}px sans-serif`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = context.measureText("M");
  const y = Number(attrs.y) + words.fontSize / 2 - (above - below) / 2;
  return { className: "Text", attrs: { ...attrs, ...words, id: attrs.id as string, y, fontFamily: "sans-serif" } };
}
