// The saved page on the screen, drawn by the very modules that the tests' judge draws with.

import type Konva from "konva";
import { computed, onBeforeUnmount, type Ref, ref, shallowRef, watch } from "vue";

import { assetBox, type Box, drawStage, type LoadImages, loadImages } from "../../drawing/index.js";

/** While somebody zooms, the picture that is there is only stretched. */
const SHARPENING_MS = 100;
/** Of one canvas: telephones show larger ones empty. */
const MOST_PIXELS = 16_000_000;
/** Around the pointer, in board pixels: a thin line is hard to meet. */
const REACH = 5;

/** Draws page `number` of a state into `container`, anew whenever they change. */
export function useSavedPage(
  container: Readonly<Ref<HTMLElement | null>>,
  source: () => { state: unknown; number: number; zoom: number },
) {
  const stage = shallowRef<Konva.Stage | null>(null);
  const sharpAt = ref(1);
  const load = remembering(loadImages);
  let newest = 0;
  let sharpening: ReturnType<typeof setTimeout> | undefined;

  watch([container, () => source().state, () => source().number], () => void draw(), { immediate: true });
  watch(
    () => source().zoom,
    () => {
      clearTimeout(sharpening);
      sharpening = setTimeout(() => stage.value && sharpen(stage.value), SHARPENING_MS);
    },
  );

  async function draw(): Promise<void> {
    const { state, number } = source();
    const turn = ++newest;
    if (!container.value) return;
    const drawn = await drawStage(state, number, load);
    if (turn !== newest) {
      drawn.destroy();
      return;
    }
    sharpen(drawn);
    container.value.replaceChildren(drawn.container());
    stage.value?.destroy();
    stage.value = drawn;
  }

  function sharpen(drawn: Konva.Stage): void {
    sharpAt.value = source().zoom;
    for (const layer of drawn.getLayers()) zoomed(layer, sharpAt.value);
    drawn.draw();
  }

  onBeforeUnmount(() => {
    newest += 1;
    clearTimeout(sharpening);
    stage.value?.destroy();
  });

  return {
    stage,
    /** By how much the picture has to be stretched until it is drawn anew. */
    stretch: computed(() => source().zoom / sharpAt.value),
    /** The ids of what lies on the way from one point of the page to another. */
    between: (from: Place, to: Place) => idsBetween(stage.value, from, to),
    /** The text at a point, where it stands upright on its own. */
    textAt: (place: Place): Konva.Text | null => {
      const shape = stage.value?.getIntersection(place);
      const isPlain = shape?.getParent()?.getType() === "Layer" && shape.rotation() === 0 && shape.scaleX() === 1;
      return isPlain && shape.getClassName() === "Text" ? (shape as Konva.Text) : null;
    },
    /** Where an element is, or would be if its picture were there; null where the page has none of that id. */
    boxOf: (id: string): Box | null => {
      const { state, number } = source();
      const node = stage.value?.findOne((candidate: Konva.Node) => candidate.id() === id);
      return node?.getClientRect() ?? assetBox(state, number, id);
    },
  };
}

/** Pixels a board pixel, for a canvas of a size in board pixels at a zoom: as the screen has, within reason. */
export function pixelRatio({ width, height }: { width: number; height: number }, zoom: number): number {
  return Math.min(zoom * devicePixelRatio, Math.sqrt(MOST_PIXELS / (width * height)));
}

/** As many pixels as the screen has there, so that nothing is scaled a second time. */
function zoomed(layer: Konva.Layer, zoom: number): void {
  const ratio = pixelRatio(layer.getSize(), zoom);
  layer.getCanvas().setPixelRatio(ratio);
  const canvas = layer.getNativeCanvasElement();
  canvas.style.width = `${(canvas.width * zoom) / ratio}px`;
  canvas.style.height = `${(canvas.height * zoom) / ratio}px`;
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
