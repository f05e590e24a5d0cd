// The tools, their pictures on the buttons, and what a person has chosen.

import { DRAWING_TOOLS, type DrawingTool, type Style } from "../document/elements.ts";

export type Tool = "move" | DrawingTool | "eraser" | "text";

export const TOOLS: readonly Tool[] = [
  "move",
  "pen",
  "highlighter",
  "eraser",
  "line",
  "arrow",
  "rectangle",
  "ellipse",
  "text",
];

export const COLOURS = ["#1f2933", "#c62f3b", "#d9730d", "#f2c230", "#2f8f5b", "#2563c9", "#7c4dcc"] as const;
export const SIZES = [1, 2, 4, 8] as const;

/** What is drawn with at first: a highlighter has a colour of its own. */
export const FIRST_STYLES = {
  ink: { color: COLOURS[0], size: 2 },
  highlighter: { color: COLOURS[3], size: 2 },
} as const satisfies Record<string, Style>;

export function isDrawingTool(tool: Tool): tool is DrawingTool {
  return (DRAWING_TOOLS as readonly string[]).includes(tool);
}

/** Strokes in a box of 24 × 24. */
export const ICONS: Record<Tool | "image" | "undo" | "redo" | "plus" | "minus" | "left" | "right" | "bin" | "paper", string> = {
  move: "M8 13V6a1.5 1.5 0 0 1 3 0v5M11 11V4.5a1.5 1.5 0 0 1 3 0V11M14 11V6a1.5 1.5 0 0 1 3 0v8c0 4-2.2 7-6 7-2.6 0-4-1.2-5.4-3.4L3.3 13.7a1.5 1.5 0 0 1 2.5-1.6L8 15",
  pen: "M4 20l1-4.5L16.5 4a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L8.5 19 4 20zM14.5 6l3.5 3.5",
  highlighter: "M4 21h9M7 17l-1.5-1.5 .5-3.5L14.5 3.5l6 6-8.5 8.5-3.5.5L7 17zM6 12l6 6",
  eraser: "M8 20h12M5.5 17.5l-1.8-1.8a2 2 0 0 1 0-2.8l8.7-8.7a2 2 0 0 1 2.8 0l4.6 4.6a2 2 0 0 1 0 2.8L12 19.5l-1 .5H8l-2.5-2.5zM8.5 8.5l7 7",
  line: "M5 19L19 5",
  arrow: "M5 19L19 5M10 5h9v9",
  rectangle: "M4 6h16v12H4z",
  ellipse: "M12 5.5c5 0 9 2.9 9 6.5s-4 6.5-9 6.5-9-2.9-9-6.5 4-6.5 9-6.5z",
  text: "M5 8V5h14v3M12 5v14M9 19h6",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15 9.5h.01",
  undo: "M9 6L4 11l5 5M4 11h10a5 5 0 0 1 0 10h-2",
  redo: "M15 6l5 5-5 5M20 11H10a5 5 0 0 0 0 10h2",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  paper: "M4 4h16v16H4zM4 9.3h16M4 14.7h16M9.3 4v16M14.7 4v16",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
};
