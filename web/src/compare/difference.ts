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
  /** The page in faint grey, what differs in red, in a reddish square that is seen when the picture is small. */
  readonly picture: Pixels;
}

/** Null for pictures of different sizes, which can't be compared. */
export function difference(one: Pixels, other: Pixels): Difference | null {
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return null;
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  let differing = 0;
  let largest = 0;
  const squares = new Set<number>();
  for (let at = 0; at < data.length; at += 4) {
    const off = furthest(one.data, other.data, at);
    largest = Math.max(largest, off);
    if (off > 0) {
      differing += 1;
      data.set(RED, at);
      squares.add(squareOf(at / 4, width));
    } else {
      data.fill(faint(one.data, at), at, at + 3);
    }
  }
  const picture = { width, height, data };
  if (squares.size > 0) redden(picture, squares);
  return { pixels: width * height, differing, largest, picture };
}

const RED = [220, 20, 60];
/** Of a picture's width, so that a single pixel among millions is found. */
const SQUARES_ACROSS = 100;

/** The number of the square that a pixel is in. */
function squareOf(pixel: number, width: number): number {
  const side = Math.ceil(width / SQUARES_ACROSS);
  return Math.floor(pixel / width / side) * SQUARES_ACROSS + Math.floor((pixel % width) / side);
}

function redden({ width, height, data }: Pixels, squares: ReadonlySet<number>): void {
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if (!squares.has(squareOf(pixel, width))) continue;
    data[4 * pixel + 1]! *= 0.6;
    data[4 * pixel + 2]! *= 0.6;
  }
}

function furthest(one: Uint8ClampedArray, other: Uint8ClampedArray, at: number): number {
  let off = 0;
  for (let channel = at; channel < at + 4; channel += 1) off = Math.max(off, Math.abs(one[channel]! - other[channel]!));
  return off;
}

function faint(data: Uint8ClampedArray, at: number): number {
  const grey = 0.3 * data[at]! + 0.59 * data[at + 1]! + 0.11 * data[at + 2]!;
  return 255 - 0.25 * (255 - grey);
}
