// A gesture, from mouse, touch, stylus or keys: points on the page, in board pixels.

import { reactive, shallowRef } from "vue";

import type { GesturePoint } from "../document/elements.ts";

const KEY_STEP = 10;
const FINE_STEP = 1;

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Cursor {
  x: number;
  y: number;
  isDown: boolean;
}

interface Page {
  readonly width: number;
  readonly height: number;
}

/** `done` gets the points of each gesture; `along` every step as it comes, the first from a point to itself. */
export function usePointing(
  done: (points: GesturePoint[]) => void,
  along: (from: GesturePoint, to: GesturePoint) => void,
) {
  const points = shallowRef<readonly GesturePoint[]>([]);
  const cursor = reactive<Cursor>({ x: 100, y: 100, isDown: false });
  let pointer: number | null = null;

  function add(...more: GesturePoint[]): void {
    const before = points.value.at(-1);
    points.value = [...points.value, ...more];
    more.forEach((point, index) => along(more[index - 1] ?? before ?? point, point));
  }

  function finish(): void {
    const all = [...points.value];
    cancel();
    if (all.length > 0) done(all);
  }

  function cancel(): void {
    pointer = null;
    cursor.isDown = false;
    points.value = [];
  }

  function down(event: PointerEvent, zoom: number): void {
    if (pointer !== null || event.button !== 0) return;
    const target = event.currentTarget as HTMLElement;
    target.setPointerCapture(event.pointerId);
    cancel();
    pointer = event.pointerId;
    add(pointOf(event, target, zoom));
  }

  function move(event: PointerEvent, zoom: number): void {
    if (event.pointerId !== pointer) return;
    const target = event.currentTarget as HTMLElement;
    const between = event.getCoalescedEvents();
    add(...(between.length > 0 ? between : [event]).map((one) => pointOf(one, target, zoom)));
  }

  function up(event: PointerEvent): void {
    if (event.pointerId === pointer) finish();
  }

  /** Arrow keys and the space bar; true for a key that was meant for the pen. */
  function key(event: KeyboardEvent, page: Page): boolean {
    const direction = ARROWS[event.key];
    if (direction) {
      const step = event.shiftKey ? FINE_STEP : KEY_STEP;
      cursor.x = Math.max(0, Math.min(page.width, cursor.x + step * direction[0]));
      cursor.y = Math.max(0, Math.min(page.height, cursor.y + step * direction[1]));
      if (cursor.isDown) add({ x: cursor.x, y: cursor.y, pressure: null });
      return true;
    }
    if (event.key === " ") {
      if (cursor.isDown) {
        finish();
      } else {
        cursor.isDown = true;
        add({ x: cursor.x, y: cursor.y, pressure: null });
      }
      return true;
    }
    if (event.key === "Escape" && points.value.length > 0) {
      cancel();
      return true;
    }
    return false;
  }

  return { points, cursor, down, move, up, cancel, key };
}

/** A mouse and a finger report half pressure, or none; only a stylus feels. */
function pointOf(event: PointerEvent, target: HTMLElement, zoom: number): GesturePoint {
  const box = target.getBoundingClientRect();
  const round = (value: number) => Math.round(100 * value) / 100;
  return {
    x: round((event.clientX - box.left) / zoom),
    y: round((event.clientY - box.top) / zoom),
    pressure: event.pointerType === "pen" ? round(event.pressure) : null,
  };
}
