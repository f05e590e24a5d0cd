// What a person chose in the menu, as the API takes it.

import type { Export, ExportOptions, ExportOrderRequest, FormatEnum } from "../schema.ts";

export const FORMATS = ["png", "pdf", "svg", "jpg", "webp", "json"] as const satisfies readonly FormatEnum[];
export const PAGE_CHOICES = ["current", "all", "some"] as const;
export const SCALES = [1, 2, 3, 4] as const;
export const PAPERS = ["original", "a4", "a3", "letter"] as const;
export const ORIENTATIONS = ["auto", "portrait", "landscape"] as const;
export const BACKGROUNDS = ["page", "transparent"] as const;

export interface Choice {
  format: FormatEnum;
  pages: (typeof PAGE_CHOICES)[number];
  /** Page numbers and ranges, `1, 3-5`, for `some`. */
  somePages: string;
  scale: number;
  background: (typeof BACKGROUNDS)[number];
  paper: (typeof PAPERS)[number];
  orientation: (typeof ORIENTATIONS)[number];
}

export const FIRST_CHOICE: Readonly<Choice> = {
  format: "png",
  pages: "current",
  somePages: "",
  scale: 2,
  background: "page",
  paper: "original",
  orientation: "auto",
};

const MOST_PAGES = 500;
/** A larger picture is not loaded only to be shown small. */
const MOST_PICTURE_BYTES = 4_000_000;

/** Whether an export's file can be shown as a picture; several pages, or tiles, are a ZIP. */
export function hasPicture({ format, page_count: pages, file_size: bytes }: Export): boolean {
  return ["png", "jpg", "webp", "svg"].includes(format) && pages === 1 && (bytes ?? 0) <= MOST_PICTURE_BYTES;
}

/** Which of the choices mean something for a format. */
export function choicesOf(format: FormatEnum): ReadonlySet<keyof Choice> {
  const own: Record<FormatEnum, readonly (keyof Choice)[]> = {
    png: ["pages", "scale", "background"],
    webp: ["pages", "scale", "background"],
    jpg: ["pages", "scale"],
    svg: ["pages", "background"],
    pdf: ["pages", "background", "paper", "orientation"],
    json: [],
  };
  return new Set(own[format]);
}

/** The order for a choice, `openPage` counted from 1, or null where its page numbers can't be read. */
export function orderOf(choice: Choice, openPage?: number): ExportOrderRequest | null {
  const { format } = choice;
  const meant = choicesOf(format);
  const options: ExportOptions = {};
  if (meant.has("pages")) {
    const pages = choice.pages === "some" ? pageNumbers(choice.somePages) : choice.pages;
    const open = openPage === undefined ? "current" : [openPage];
    if (pages === null) return null;
    options.pages = pages === "current" ? open : pages;
  }
  if (meant.has("scale")) options.scale = choice.scale;
  if (meant.has("background")) options.background = choice.background;
  if (meant.has("paper")) options.paper = choice.paper;
  if (meant.has("orientation")) options.orientation = choice.orientation;
  return { format, options };
}

/** The numbers of `1, 3-5`; null for anything else. */
export function pageNumbers(text: string): number[] | null {
  const ranges = text.split(/[,;\s]+/).filter(Boolean);
  const numbers = ranges.flatMap((range) => {
    const [, first, last] = /^(\d{1,3})(?:[-–](\d{1,3}))?$/.exec(range) ?? [];
    const from = Number(first ?? NaN);
    const to = Number(last ?? first ?? NaN);
    return from >= 1 && to >= from ? Array.from({ length: to - from + 1 }, (_, index) => from + index) : [NaN];
  });
  const areGood = numbers.length > 0 && numbers.length <= MOST_PAGES && !numbers.some(Number.isNaN);
  return areGood ? numbers : null;
}
