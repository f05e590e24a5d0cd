// A picture that somebody pastes, drops or chooses becomes an image on the page, its bytes in the state.

import type { KonvaNode } from "./nodes.ts";
import { newId, type PageTree } from "./state.ts";

/** Longer sides are made smaller: a telephone's photograph would fill the whole board's 10 MB. */
const LONGEST_SIDE = 1600;
const MOST_BYTES = 1_500_000;
/** Kinds that the service draws too. Others are drawn anew: a drawing in SVG as large as a photograph. */
const KEPT = ["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"];
/** Of the page's width and height, at first. */
const SHARE_OF_PAGE = 0.6;

/** The image, centred at a point of the page as far as it stays on it. Rejects for a file that the browser can't show. */
export async function imageElement(file: Blob, page: PageTree, at?: { x: number; y: number }): Promise<KonvaNode> {
  const original = await dataUrl(file);
  const element = await loaded(original);
  const src = mayStay(file, element) ? original : drawnAnew(file, element);
  const { width, height } = page.attrs;
  const scale = Math.min(1, (SHARE_OF_PAGE * width) / element.width, (SHARE_OF_PAGE * height) / element.height);
  const size = { width: Math.round(element.width * scale), height: Math.round(element.height * scale) };
  const centre = at ?? { x: width / 2, y: height / 2 };
  const x = within(centre.x - size.width / 2, width - size.width);
  const y = within(centre.y - size.height / 2, height - size.height);
  return { className: "Image", attrs: { id: newId(), x, y, ...size, src } };
}

function within(place: number, room: number): number {
  return Math.round(Math.max(0, Math.min(place, room)));
}

function mayStay(file: Blob, { width, height }: HTMLImageElement): boolean {
  return KEPT.includes(file.type) && file.size <= MOST_BYTES && Math.max(width, height) <= 2 * LONGEST_SIDE;
}

/** As WebP, which is small and keeps what is transparent. */
function drawnAnew(file: Blob, element: HTMLImageElement): string {
  const isVector = file.type === "image/svg+xml";
  const scale = Math.min(isVector ? Infinity : 1, LONGEST_SIDE / Math.max(element.width, element.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(element.width * scale);
  canvas.height = Math.round(element.height * scale);
  canvas.getContext("2d")!.drawImage(element, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", 0.9);
}

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error as Error);
    reader.readAsDataURL(file);
  });
}

function loaded(source: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const element = new Image();
    element.onload = () => resolve(element);
    element.onerror = () => reject(new Error("The browser can't show this picture."));
    element.src = source;
  });
}
