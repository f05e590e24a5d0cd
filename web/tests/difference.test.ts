import { describe, expect, it } from "vitest";

import { difference, type Pixels } from "../src/compare/difference.ts";

const WHITE = [255, 255, 255, 255];
const BLACK = [0, 0, 0, 255];

function row(...pixels: number[][]): Pixels {
  return { width: pixels.length, height: 1, data: new Uint8ClampedArray(pixels.flat()) };
}

describe("the difference of two pictures", () => {
  it("counts the pixels that differ in any channel, and the worst of them", () => {
    const found = difference(row(WHITE, BLACK, BLACK), row(WHITE, BLACK, [0, 7, 2, 255]));
    expect(found).toMatchObject({ pixels: 3, differing: 1, largest: 7 });
    expect([...found!.picture.data]).toEqual([...WHITE, 191, 191, 191, 255, 220, 20, 60, 255]);
  });

  it("is none where the pictures are the same", () => {
    expect(difference(row(WHITE, BLACK), row(WHITE, BLACK))).toMatchObject({ differing: 0, largest: 0 });
  });

  it("can't be said of pictures of different sizes", () => {
    expect(difference(row(WHITE), row(WHITE, WHITE))).toBeNull();
  });
});
