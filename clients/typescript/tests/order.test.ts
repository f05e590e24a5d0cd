import { describe, expect, it } from "vitest";

import { FIRST_CHOICE, orderOf, pageNumbers } from "../src/vue/order.ts";

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
