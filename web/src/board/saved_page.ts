// The saved page on the screen, drawn by the very modules that the tests' judge draws with.

import type Konva from "konva";
import { onBeforeUnmount, type Ref, shallowRef, watchEffect } from "vue";

import { drawStage, type LoadImages, loadImages } from "../../drawing/index.js";

/** Around the pointer, in board pixels: a thin line is hard to meet. */
const REACH = 5;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Draws page `number` of a state into `container`, anew whenever they change. */
export function useSavedPage(
  container: Readonly<Ref<HTMLElement | null>>,
  source: () => { state: unknown; number: number; zoom: number },
) {
  const stage = shallowRef<Konva.Stage | null>(null);
  const load = remembering(loadImages);
  let newest = 0;

  watchEffect(() => {
    const { state, number, zoom } = source();
    if (container.value) void draw(state, number, zoom, container.value);
  });

  async function draw(state: unknown, number: number, zoom: number, place: HTMLElement): Promise<void> {
    const turn = ++newest;
    const drawn = await drawStage(state, number, load);
    if (turn !== newest) {
      drawn.destroy();
      return;
    }
    for (const layer of drawn.getLayers()) zoomed(layer, zoom);
    drawn.draw();
    place.replaceChildren(drawn.container());
    stage.value?.destroy();
    stage.value = drawn;
  }

  onBeforeUnmount(() => {
    newest += 1;
    stage.value?.destroy();
  });

  return {
    stage,
    /** The ids of what lies on the way from one point of the page to another. */
    between: (from: Place, to: Place) => idsBetween(stage.value, from, to),
    /** Where an element is; null where the page has none of that id. */
    boxOf: (id: string): Box | null =>
      stage.value?.findOne((node: Konva.Node) => node.id() === id)?.getClientRect() ?? null,
  };
}

/** As many pixels as the screen has there, so that nothing is scaled a second time. */
function zoomed(layer: Konva.Layer, zoom: number): void {
  layer.getCanvas().setPixelRatio(zoom * devicePixelRatio);
  const canvas = layer.getNativeCanvasElement();
  canvas.style.width = `${canvas.width / devicePixelRatio}px`;
  canvas.style.height = `${canvas.height / devicePixelRatio}px`;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function idsBetween(stage: Konva.Stage | null, from: Place, to: Place): string[] {
  if (!stage) return [];
  const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / REACH);
  const places = Array.from({ length: steps + 1 }, (_, step) => along(from, to, steps === 0 ? 1 : step / steps));
  const ids = places.flatMap(around).map((place) => stage.getIntersection(place)?.id());
  return ids.filter((id): id is string => Boolean(id));
}

function along(from: Place, to: Place, share: number): Place {
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}

function around({ x, y }: Place): Place[] {
  return [
    { x, y },
    { x: x - REACH, y },
    { x: x + REACH, y },
    { x, y: y - REACH },
    { x, y: y + REACH },
  ];
}

/** Loads each picture once; those of an earlier page are let go. */
function remembering(loadAll: LoadImages): LoadImages {
  let known = new Map<string, HTMLImageElement>();
  return async (sources) => {
    const fresh = sources.filter((source) => !known.has(source));
    const loaded = new Map([...known, ...(await loadAll(fresh))]);
    known = new Map([...loaded].filter(([source]) => sources.includes(source)));
    return known;
  };
}
