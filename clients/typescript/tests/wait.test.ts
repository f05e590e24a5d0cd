import { describe, expect, it } from "vitest";

import { createClient, type Export } from "../src/index.ts";
import { anExport, COMPLETED, FakeService, json, NO_EVENTS, stream } from "./service.ts";

const SOON = { interval: 1 };

function wait(service: FakeService, options: { signal?: AbortSignal; onChange?: (state: Export) => void } = {}) {
  return createClient({ token: "t", fetch: service.fetch }).waitForExport("e1", { ...SOON, ...options });
}

function event(state: Export): string {
  return `event: export\ndata: ${JSON.stringify(state)}\n\n`;
}

describe("waiting by polling, where the service has no events", () => {
  it("asks until the export has ended, and tells every answer", async () => {
    const service = new FakeService().answers(
      NO_EVENTS,
      json(anExport()),
      json(anExport({ status: "processing", progress: { done: 1, total: 2 } })),
      json(COMPLETED),
    );
    const told: string[] = [];
    const ended = await wait(service, { onChange: ({ status }) => void told.push(status) });
    expect(ended).toEqual(COMPLETED);
    expect(told).toEqual(["pending", "processing", "completed"]);
  });

  it("answers with a failed export rather than rejecting", async () => {
    const failed = anExport({ status: "failed", error: "Drawing this board takes too long." });
    expect(await wait(new FakeService().answers(NO_EVENTS, json(failed)))).toEqual(failed);
  });

  it("outlives a network and a service that are away for a moment", async () => {
    const service = new FakeService().answers(
      NO_EVENTS,
      new TypeError("Failed to fetch"),
      json({ detail: "busy" }, 503),
      json(COMPLETED),
    );
    expect(await wait(service)).toEqual(COMPLETED);
  });

  it("gives up at once on a refusal that stays one", async () => {
    const service = new FakeService().answers(NO_EVENTS, json({ detail: "Export not found" }, 404));
    await expect(wait(service)).rejects.toThrow("Export not found");
  });

  it("gives up on a network that stays away", async () => {
    const down = Array.from({ length: 16 }, () => new TypeError("Failed to fetch"));
    const asking = wait(new FakeService().answers(...down));
    await expect(asking).rejects.toThrow("The service can't be reached.");
  });

  it("stops asking when it is aborted, with the signal's reason", async () => {
    const aborting = new AbortController();
    const service = new FakeService().answers(NO_EVENTS, json(anExport()));
    const waiting = wait(service, {
      signal: aborting.signal,
      onChange: () => aborting.abort(new Error("Not wanted any longer.")),
    });
    await expect(waiting).rejects.toThrow("Not wanted any longer.");
    expect(service.asked).toHaveLength(2);
  });
});

describe("waiting by server-sent events", () => {
  it("asks nothing else, however the stream is cut into pieces", async () => {
    const text = `: hello\r\n\r\n${event(anExport())}${event(COMPLETED)}`;
    const service = new FakeService().answers(stream(...text));
    expect(await wait(service)).toEqual(COMPLETED);
    expect(service.asked.map(({ path }) => path)).toEqual(["/api/v1/exports/e1/events/"]);
  });

  it("listens again where a stream ends before the export does", async () => {
    const service = new FakeService().answers(stream(event(anExport())), stream(event(COMPLETED)));
    expect(await wait(service)).toEqual(COMPLETED);
    expect(new Set(service.asked.map(({ path }) => path))).toEqual(new Set(["/api/v1/exports/e1/events/"]));
  });

  it("goes on by polling where the stream breaks off", async () => {
    const service = new FakeService().answers(stream(event(anExport()), "data: {"), NO_EVENTS, json(COMPLETED));
    expect(await wait(service)).toEqual(COMPLETED);
  });

  it("rejects where nobody is signed in", async () => {
    const service = new FakeService().answers(json({ detail: "Token is expired" }, 401));
    await expect(wait(service)).rejects.toThrow("Token is expired");
  });
});
