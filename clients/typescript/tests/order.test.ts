import { describe, expect, it } from "vitest";

import { FIRST_CHOICE, hasPicture, orderOf, pageNumbers } from "../src/vue/order.ts";
import { COMPLETED } from "./service.ts";

describe("the order for a choice", () => {
  it("holds only what its format knows", () => {
    expect(orderOf(FIRST_CHOICE)).toEqual({
      format: "png",
      options: { pages: "current", scale: 2, background: "page" },
    });
    expect(orderOf({ ...FIRST_CHOICE, format: "json" })).toEqual({ format: "json", options: {} });
    expect(orderOf({ ...FIRST_CHOICE, format: "pdf", paper: "a4" })?.options).not.toHaveProperty("scale");
  });

  it("asks for the page that a person looks at by its number", () => {
    expect(orderOf(FIRST_CHOICE, 3)?.options?.pages).toEqual([3]);
    expect(orderOf({ ...FIRST_CHOICE, pages: "all" }, 3)?.options?.pages).toBe("all");
  });

  it("reads page numbers and ranges, and nothing else", () => {
    expect(pageNumbers("1, 3-5 9")).toEqual([1, 3, 4, 5, 9]);
    for (const text of ["", "0", "5-3", "one", "1,,x", "1-999"]) expect(pageNumbers(text)).toBeNull();
    expect(orderOf({ ...FIRST_CHOICE, pages: "some", somePages: "?" })).toBeNull();
  });
});

describe("an export's small picture", () => {
  it("is the file itself where that is one picture of a modest size", () => {
    expect(hasPicture(COMPLETED)).toBe(true);
    expect(hasPicture({ ...COMPLETED, page_count: 3 })).toBe(false);
    expect(hasPicture({ ...COMPLETED, format: "pdf" })).toBe(false);
    expect(hasPicture({ ...COMPLETED, file_size: 40_000_000 })).toBe(false);
  });
});
