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
    expect([...found!.picture.data]).toEqual([...WHITE, 191, 191, 191, 255, 220, 12, 36, 255]);
  });

  it("can be seen when the picture is small: a square around each pixel is reddish", () => {
    const white = Array.from({ length: 200 }, () => WHITE);
    const { data } = difference(row(...white), row(BLACK, ...white.slice(1)))!.picture;
    expect([...data.slice(0, 12)]).toEqual([220, 12, 36, 255, 255, 153, 153, 255, ...WHITE]);
  });

  it("is none where the pictures are the same", () => {
    expect(difference(row(WHITE, BLACK), row(WHITE, BLACK))).toMatchObject({ differing: 0, largest: 0 });
  });

  it("can't be said of pictures of different sizes", () => {
    expect(difference(row(WHITE), row(WHITE, WHITE))).toBeNull();
  });
});
