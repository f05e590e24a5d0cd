// A service that answers what a test tells it to, and remembers what it was asked.

import type { Export } from "../src/index.ts";

export interface Asked {
  method: string;
  path: string;
  token: string | null;
  body: unknown;
}

type Answer = Response | Error | (() => Response | Promise<Response>);

export class FakeService {
  readonly asked: Asked[] = [];
  readonly #answers: Answer[] = [];

  /** What the next calls are answered with, in order. */
  answers(...answers: Answer[]): this {
    this.#answers.push(...answers);
    return this;
  }

  readonly fetch = async (address: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    this.asked.push({
      method: init.method ?? "GET",
      path: String(address),
      token: headers.get("Authorization"),
      body: typeof init.body === "string" ? JSON.parse(init.body) : null,
    });
    init.signal?.throwIfAborted();
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`Nothing was prepared for ${String(address)}.`);
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer() : answer;
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
}

export const NO_EVENTS = () => json({ detail: "There is nothing at this address." }, 404);

/** An event stream that brings these pieces of text, one read each. */
export function stream(...pieces: string[]): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

export function anExport(changes: Partial<Export> = {}): Export {
  return {
    id: "e1",
    session_id: "s1",
    format: "png",
    status: "pending",
    file_url: null,
    error: null,
    error_code: null,
    created_at: "2026-01-01T10:00:00Z",
    updated_at: "2026-01-01T10:00:00Z",
    file_size: null,
    page_count: null,
    queue_position: null,
    expires_at: null,
    progress: null,
    warnings: [],
    options: {},
    origin: "server",
    ...changes,
  };
}

export const COMPLETED = anExport({
  status: "completed",
  file_url: "https://files.example.org/board.png",
  file_size: 2048,
  page_count: 1,
});
