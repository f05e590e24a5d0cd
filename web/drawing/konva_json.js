// Konva's own JSON: a tree that `toJSON()` wrote, alone or somewhere in a state; each stage is a page.

import Konva from "konva";

import { holdsElements } from "./pages.js";
import { isRecord, number } from "./values.js";

const WIDTH = 920;
const HEIGHT = 1200;
const DEEPEST = 3;

// A tree leaves pictures out. The people who save them do it in attributes of their own, by these names.
const IMAGE_SOURCES = ["src", "imageSrc", "source", "url", "imageUrl", "href", "image"];
const PATTERN_SOURCES = ["fillPatternImage", "fillPatternImageSrc", "fillPatternSrc"];

export function recognises(state) {
  return !holdsElements(state) && treesIn(state).length > 0;
}

export async function readStage(state, pageNumber, load) {
  const tree = structuredClone(treesIn(state)[(pageNumber ?? pagesOf(state).open) - 1]);
  const sources = takeSources(tree);
  const images = await load(sources.map(({ source }) => source));
  const stage = stageOf(tree);
  stage.find("Transformer").forEach((transformer) => transformer.destroy());
  for (const { mark, attribute, source } of sources) {
    const node = stage.findOne((candidate) => candidate.getAttr("mark") === mark);
    node.setAttr(attribute, images.get(source));
  }
  return stage;
}

export function pagesOf(state) {
  const trees = treesIn(state);
  const open = number(state.currentPageIndex);
  return { count: trees.length, open: open in trees ? open + 1 : 1 };
}

function treesIn(value, depth = 0) {
  const read = typeof value === "string" ? parsed(value) : value;
  if (isRecord(read) && typeof read.className === "string") return [read];
  if (depth === DEEPEST || typeof read !== "object" || read === null) return [];
  return Object.values(read).flatMap((inner) => treesIn(inner, depth + 1));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Moves the pictures' addresses out of a tree, and marks the nodes that they belong to.
function takeSources(node, found = []) {
  const attrs = (node.attrs ??= {});
  take("fillPatternImage", PATTERN_SOURCES);
  if (node.className === "Image") take("image", IMAGE_SOURCES);
  (node.children ?? []).forEach((child) => takeSources(child, found));
  return found;

  function take(attribute, names) {
    const name = names.find((candidate) => typeof attrs[candidate] === "string");
    if (!name) return;
    attrs.mark ??= found.length + 1;
    found.push({ mark: attrs.mark, attribute, source: attrs[name] });
    delete attrs[attribute];
  }
}

function stageOf(tree) {
  const container = document.createElement("div");
  if (tree.className === "Stage") return Konva.Node.create(tree, container);
  const stage = new Konva.Stage({ container, width: WIDTH, height: HEIGHT });
  const node = Konva.Node.create(tree);
  if (node.getType() === "Layer") return stage.add(node);
  return stage.add(new Konva.Layer().add(node));
}
