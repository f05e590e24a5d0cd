// Two pictures of the same page, pixel by pixel.

export interface Difference {
  /** Pixels of the whole picture. */
  readonly pixels: number;
  /** Those that aren't equal in every channel. */
  readonly differing: number;
  /** Levels of 255 by which the worst channel of the worst pixel is off. */
  readonly largest: number;
  /** The page in faint grey, what differs in red. */
  readonly picture: ImageData;
}

/** Null for pictures of different sizes, which can't be compared. */
export function difference(one: ImageData, other: ImageData): Difference | null {
  if (one.width !== other.width || one.height !== other.height) return null;
  const picture = new ImageData(one.width, one.height);
  let differing = 0;
  let largest = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const off = furthest(one.data, other.data, at);
    differing += off > 0 ? 1 : 0;
    largest = Math.max(largest, off);
    picture.data.set(off > 0 ? [220, 20, 60, 255] : faint(one.data, at), at);
  }
  return { pixels: one.width * one.height, differing, largest, picture };
}

function furthest(one: Uint8ClampedArray, other: Uint8ClampedArray, at: number): number {
  let off = 0;
  for (let channel = at; channel < at + 4; channel += 1) {
    off = Math.max(off, Math.abs((one[channel] ?? 0) - (other[channel] ?? 0)));
  }
  return off;
}

function faint(data: Uint8ClampedArray, at: number): [number, number, number, number] {
  const grey = 0.3 * (data[at] ?? 0) + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0);
  const light = 255 - 0.25 * (255 - grey);
  return [light, light, light, 255];
}
