// One export at a time, from the button to the file.

import { reactive, shallowReadonly } from "vue";

import type { Client } from "../client.ts";
import { ApiError } from "../errors.ts";
import type { Export, ExportOrderRequest } from "../schema.ts";

export type Trouble = "noNetwork" | "signedOut" | "gone" | "noSuchPages" | "tooMany" | "busy" | "failed";

export interface Running {
  phase: "idle" | "working" | "completed" | "failed" | "cancelled";
  state: Export | null;
  trouble: Trouble | null;
  /** The service's own sentence, in English, where it refused the order. */
  refusal: string | null;
}

/** `prepare` runs first, as saving the board does; `changed` is told when the list of exports is another. */
export function useRunning(client: () => Client, prepare: () => Promise<void>, changed: () => void) {
  const running = reactive<Running>({ phase: "idle", state: null, trouble: null, refusal: null });
  let aborting: AbortController | null = null;

  async function start(sessionId: string, order: ExportOrderRequest): Promise<void> {
    aborting?.abort();
    const { signal } = (aborting = new AbortController());
    Object.assign(running, { phase: "working", state: null, trouble: null, refusal: null });
    try {
      await prepare();
      running.state = await client().requestExport(sessionId, order, { signal });
      changed();
      const ended = await client().waitForExport(running.state.id, {
        signal,
        onChange: (state) => {
          running.state = state;
        },
      });
      Object.assign(running, { phase: ended.status, state: ended });
      if (ended.status === "failed") running.trouble = "failed";
      changed();
    } catch (error) {
      if (signal.aborted) return;
      Object.assign(running, { phase: "failed", trouble: troubleOf(error), refusal: refusalOf(error) });
      if (running.state) changed();
    }
  }

  async function cancel(): Promise<void> {
    aborting?.abort();
    const id = running.state?.id;
    Object.assign(running, { phase: "cancelled", state: null });
    try {
      if (id) await client().cancelExport(id);
    } catch (error) {
      Object.assign(running, { phase: "failed", trouble: troubleOf(error), refusal: refusalOf(error) });
    }
    changed();
  }

  function stop(): void {
    aborting?.abort();
  }

  return { running: shallowReadonly(running), start, cancel, stop };
}

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError)) {
    return error instanceof Error && error.name === "SignedOutError" ? "signedOut" : "noNetwork";
  }
  if (error.field === "options.pages") return "noSuchPages";
  const known: Record<number, Trouble> = { 401: "signedOut", 404: "gone", 429: "tooMany" };
  return known[error.status] ?? (error.status >= 500 ? "busy" : "failed");
}

function refusalOf(error: unknown): string | null {
  return error instanceof ApiError && troubleOf(error) === "failed" ? error.message : null;
}
