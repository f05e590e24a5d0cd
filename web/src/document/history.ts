// Undo and redo: whole states, which share all that didn't change.

import { computed, type ComputedRef, type Ref, shallowRef } from "vue";

const MOST_STEPS = 200;

export interface History<State> {
  readonly current: Readonly<Ref<State>>;
  readonly canUndo: ComputedRef<boolean>;
  readonly canRedo: ComputedRef<boolean>;
  /** A change that can be undone. */
  change(state: State): void;
  /** A change that is none of the drawing, as which page is open. */
  replace(state: State): void;
  undo(): void;
  redo(): void;
}

export function createHistory<State>(first: State): History<State> {
  const current = shallowRef(first) as Ref<State>;
  const past = shallowRef<readonly State[]>([]);
  const future = shallowRef<readonly State[]>([]);

  return {
    current,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    change(state) {
      if (state === current.value) return;
      past.value = [...past.value, current.value].slice(-MOST_STEPS);
      future.value = [];
      current.value = state;
    },
    replace(state) {
      current.value = state;
    },
    undo() {
      const before = past.value.at(-1);
      if (before === undefined) return;
      past.value = past.value.slice(0, -1);
      future.value = [current.value, ...future.value];
      current.value = before;
    },
    redo() {
      const [after, ...rest] = future.value;
      if (after === undefined) return;
      past.value = [...past.value, current.value];
      future.value = rest;
      current.value = after;
    },
  };
}
