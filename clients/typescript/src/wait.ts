// Waiting for an export: by server-sent events where the service has them, else by asking again and again.

import { ApiError, apiError, NetworkError } from "./errors.ts";
import { eventData } from "./events.ts";
import type { Export } from "./schema.ts";

export interface WaitOptions {
  signal?: AbortSignal;
  /** Called with every news of the export: its status, its progress. */
  onChange?: (state: Export) => void;
  /** The first pause between two questions, in milliseconds; each is longer than the one before. */
  interval?: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const PAUSE_GROWTH = 1.5;
/** Questions without an answer, one after the other, until the wait is given up: about a minute. */
const MOST_FAILURES = 15;

/** Whether nothing more happens to an export. */
export function hasEnded({ status }: Export): boolean {
  return status === "completed" || status === "failed";
}

type Ask = (signal: AbortSignal | undefined) => Promise<Export>;
type Listen = (signal: AbortSignal | undefined) => Promise<Response>;

/** The export once it has ended. A refusal that another try can't change rejects at once. */
export async function waitForExport(ask: Ask, listen: Listen, options: WaitOptions): Promise<Export> {
  return (await told(listen, options)) ?? (await polled(ask, options));
}

/** The ended export as events told it; null where there are none, or where they broke off. */
async function told(listen: Listen, { signal, onChange }: WaitOptions): Promise<Export | null> {
  try {
    // A stream ends within a minute; as long as streams bring news, another is opened.
    for (let hadNews = true; hadNews; ) {
      hadNews = false;
      const answer = await listen(signal);
      if (answer.status === 401) throw await apiError(answer);
      if (!answer.ok || !answer.body || !isEventStream(answer)) {
        await answer.body?.cancel();
        return null;
      }
      for await (const data of eventData(answer.body)) {
        const news: unknown = JSON.parse(data);
        if (!isExport(news)) continue;
        hadNews = true;
        onChange?.(news);
        if (hasEnded(news)) return news;
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ApiError) throw error;
  }
  return null;
}

function isEventStream(answer: Response): boolean {
  return answer.headers.get("Content-Type")?.startsWith("text/event-stream") ?? false;
}

function isExport(news: unknown): news is Export {
  return typeof news === "object" && news !== null && "status" in news && "file_url" in news;
}

async function polled(ask: Ask, { signal, onChange, interval = FIRST_PAUSE_MS }: WaitOptions): Promise<Export> {
  let pause = interval;
  let failures = 0;
  for (;;) {
    try {
      const state = await ask(signal);
      failures = 0;
      onChange?.(state);
      if (hasEnded(state)) return state;
    } catch (error) {
      failures += 1;
      if (!mayPass(error) || failures === MOST_FAILURES) throw error;
      pause = Math.max(pause, 1000 * (retryAfterOf(error) ?? 0));
    }
    await sleep(pause, signal);
    pause = Math.max(interval, Math.min(pause * PAUSE_GROWTH, LONGEST_PAUSE_MS));
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof NetworkError || (error instanceof ApiError && (error.status === 429 || error.status >= 500));
}

function retryAfterOf(error: unknown): number | null {
  return error instanceof ApiError ? error.retryAfter : null;
}

export function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    signal?.addEventListener("abort", stop, { once: true });
  });
}
