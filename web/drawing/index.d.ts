import type { Stage } from "konva/lib/Stage";

/** The pictures that loaded, by their sources. */
export type LoadImages = (sources: readonly string[]) => Promise<Map<string, HTMLImageElement>>;

export const loadImages: LoadImages;

/** Which front end saved a state. */
export function dialectOf(state: unknown): "a" | "b" | "c" | "konva";

/** How many pages a saved board shows, and which of them it has open, counted from 1. */
export function pagesOf(state: unknown): { count: number; open: number };

/** One page as its front end draws it; `page` counts from 1, null is the open one. Nothing is drawn yet. */
export function drawStage(state: unknown, page: number | null, load?: LoadImages): Promise<Stage>;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a saved asset stands, also one whose picture is not there to be drawn; null where no asset has the id. */
export function assetBox(state: unknown, page: number, id: string): Box | null;

/** A pen's outline as path data; points are [x, y] or [x, y, pressure]. */
export function freehandData(
  points: readonly (readonly number[])[],
  size: number,
  options?: { simulatePressure?: boolean },
): string;
