// Getting about on a page larger than its room: zoom at a point, drag with the hand, pinch with two fingers.

import { computed, nextTick, type Ref, ref } from "vue";

const STEPS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3];
const LEAST = 0.1;
const MOST = 4;
/** Of the zoom, for each pixel that a wheel turns or two fingers on a touchpad move apart. */
const WHEEL_SPEED = 0.008;
const MOST_WHEEL = 30;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Navigating {
  /** What scrolls. */
  desk: Readonly<Ref<HTMLElement | null>>;
  /** What lies in it and grows with the zoom. */
  paper: () => Element | null | undefined;
  /** The zoom until somebody chooses another. */
  fitting: Readonly<Ref<number>>;
  /** Whether one finger, or the mouse, drags the page. */
  isHand: () => boolean;
  /** Called when two fingers came down, so that the first one didn't mean to draw. */
  taken: () => void;
}

/** The zoom, and the handlers of the desk's events; pointer events are to be caught on their way down. */
export function useNavigating({ desk, paper, fitting, isHand, taken }: Navigating) {
  const chosen = ref<number | null>(null);
  const zoom = computed(() => chosen.value ?? fitting.value);
  const fingers = new Map<number, Point>();
  let dragging: number | null = null;

  /** What lies under a point of the window stays there. */
  async function zoomTo(to: number, at: Point): Promise<void> {
    const before = paper()?.getBoundingClientRect();
    if (!before) return;
    const share = { x: (at.x - before.left) / before.width, y: (at.y - before.top) / before.height };
    chosen.value = Math.max(LEAST, Math.min(MOST, to));
    await nextTick();
    const after = paper()!.getBoundingClientRect();
    scroll(after.left + share.x * after.width - at.x, after.top + share.y * after.height - at.y);
  }

  function zoomBy(direction: 1 | -1): void {
    const steps = direction > 0 ? STEPS : STEPS.toReversed();
    const box = desk.value!.getBoundingClientRect();
    const centre = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    void zoomTo(steps.find((step) => direction * (step - zoom.value) > 0.01) ?? zoom.value, centre);
  }

  function fit(): void {
    chosen.value = null;
  }

  function scroll(right: number, down: number): void {
    desk.value?.scrollBy({ left: right, top: down, behavior: "instant" });
  }

  /** A wheel with Control, which is also how browsers tell of fingers on a touchpad. */
  function wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const turned = Math.max(-MOST_WHEEL, Math.min(MOST_WHEEL, event.deltaY));
    void zoomTo(zoom.value * Math.exp(-WHEEL_SPEED * turned), placeOf(event));
  }

  function down(event: PointerEvent): void {
    if (event.pointerType === "touch") fingers.set(event.pointerId, placeOf(event));
    if (fingers.size > 1) {
      dragging = null;
      taken();
      event.stopPropagation();
    } else if (isHand() && event.button === 0 && event.target instanceof Element && paper()?.contains(event.target)) {
      dragging = event.pointerId;
      event.target.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, placeOf(event));
    }
  }

  function move(event: PointerEvent): void {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = placeOf(event);
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    fingers.set(event.pointerId, now);
    if (others[0]) pinch(before, now, others[0]);
    else if (event.pointerId === dragging) scroll(before.x - now.x, before.y - now.y);
  }

  /** One of two fingers moved: the page goes half its way, and grows as the fingers part. */
  function pinch(before: Point, now: Point, other: Point): void {
    scroll((before.x - now.x) / 2, (before.y - now.y) / 2);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    const apart = Math.max(1, distance(before, other));
    void zoomTo((zoom.value * distance(now, other)) / apart, middle);
  }

  function up(event: PointerEvent): void {
    fingers.delete(event.pointerId);
    if (event.pointerId === dragging) dragging = null;
  }

  return { zoom, zoomBy, fit, wheel, down, move, up };
}

function placeOf(event: MouseEvent): Point {
  return { x: event.clientX, y: event.clientY };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
