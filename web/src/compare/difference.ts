// Two pictures of the same page, pixel by pixel.

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, 0 to 255. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

export interface Difference {
  /** Pixels of the whole picture. */
  readonly pixels: number;
  /** Those that aren't equal in every channel. */
  readonly differing: number;
  /** Levels of 255 by which the worst channel of the worst pixel is off. */
  readonly largest: number;
  /** The page in faint grey, what differs in red. */
  readonly picture: Pixels;
}

/** Null for pictures of different sizes, which can't be compared. */
export function difference(one: Pixels, other: Pixels): Difference | null {
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return null;
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  let differing = 0;
  let largest = 0;
  for (let at = 0; at < data.length; at += 4) {
    const off = furthest(one.data, other.data, at);
    largest = Math.max(largest, off);
    if (off > 0) {
      differing += 1;
      data.set(RED, at);
    } else {
      data.fill(faint(one.data, at), at, at + 3);
    }
  }
  return { pixels: width * height, differing, largest, picture: { width, height, data } };
}

const RED = [220, 20, 60];

function furthest(one: Uint8ClampedArray, other: Uint8ClampedArray, at: number): number {
  let off = 0;
  for (let channel = at; channel < at + 4; channel += 1) off = Math.max(off, Math.abs(one[channel]! - other[channel]!));
  return off;
}

function faint(data: Uint8ClampedArray, at: number): number {
  const grey = 0.3 * data[at]! + 0.59 * data[at + 1]! + 0.11 * data[at + 2]!;
  return 255 - 0.25 * (255 - grey);
}
