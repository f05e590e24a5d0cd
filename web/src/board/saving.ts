// What is drawn is saved a moment later, again and again until it is.

import { ApiError } from "solo-export-client";
import { onBeforeUnmount, onMounted, ref } from "vue";

import { SignedOutError } from "../api/signing_in.ts";

export type SavingState = "saved" | "unsaved" | "saving" | "offline" | "tooLarge" | "newer" | "refused";

const REFUSALS: Record<number, SavingState> = { 412: "newer", 413: "tooLarge" };
const PAUSE_MS = 600;
const PAUSE_AFTER_FAILURE_MS = 3_000;

/** `save` sends changes; those made while it runs are sent after it. */
export function useSaving<Changes extends object>(save: (changes: Changes) => Promise<void>) {
  const saving = ref<SavingState>("saved");
  let waiting: Changes | null = null;
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function later(changes: Changes): void {
    waiting = { ...waiting, ...changes };
    saving.value = "unsaved";
    schedule(PAUSE_MS);
  }

  /** Save all there is; rejects where that can't be done now. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    while (running || waiting) await (running ?? send());
  }

  function send(): Promise<void> {
    const changes = waiting!;
    waiting = null;
    saving.value = "saving";
    running = save(changes)
      .then(() => {
        saving.value = waiting ? "unsaved" : "saved";
      })
      .catch((error: unknown) => {
        waiting = { ...changes, ...waiting };
        saving.value = failureOf(error);
        if (saving.value === "offline") schedule(PAUSE_AFTER_FAILURE_MS);
        throw error;
      })
      .finally(() => {
        running = null;
      });
    return running;
  }

  function schedule(pause: number): void {
    clearTimeout(timer);
    timer = setTimeout(retry, pause);
  }

  function retry(): void {
    // The failure stands in `saving`, and the next try is scheduled.
    flush().catch(() => undefined);
  }

  function warn(event: BeforeUnloadEvent): void {
    if (saving.value !== "saved") event.preventDefault();
  }

  onMounted(() => {
    addEventListener("online", retry);
    addEventListener("beforeunload", warn);
  });
  onBeforeUnmount(() => {
    removeEventListener("online", retry);
    removeEventListener("beforeunload", warn);
    retry();
  });

  return { saving, later, flush, retry };
}

function failureOf(error: unknown): SavingState {
  if (error instanceof SignedOutError) return "unsaved";
  if (!(error instanceof ApiError) || error.status >= 500 || error.status === 429) return "offline";
  return REFUSALS[error.status] ?? "refused";
}
