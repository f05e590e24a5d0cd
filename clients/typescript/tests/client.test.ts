import { describe, expect, it } from "vitest";

import { ApiError, createClient, NetworkError } from "../src/index.ts";
import { anExport, COMPLETED, FakeService, json } from "./service.ts";

function clientOf(service: FakeService) {
  return createClient({ token: "t0", baseUrl: "https://api.example.org/", fetch: service.fetch });
}

describe("a client", () => {
  it("posts the order to the session and answers with the export", async () => {
    const service = new FakeService().answers(json(anExport(), 201));
    const made = await clientOf(service).requestExport("s 1", { format: "pdf", options: { paper: "a4" } });
    expect(made.status).toBe("pending");
    expect(service.asked).toEqual([
      {
        method: "POST",
        path: "https://api.example.org/api/v1/solo/sessions/s%201/export/",
        token: "Bearer t0",
        body: { format: "pdf", options: { paper: "a4" } },
      },
    ]);
  });

  it("lists the exports of a session", async () => {
    const service = new FakeService().answers(json({ count: 1, results: [COMPLETED] }));
    expect((await clientOf(service).listExports("s1")).results).toEqual([COMPLETED]);
  });

  it("asks for a fresh token before every call", async () => {
    const service = new FakeService().answers(json(anExport()), json(anExport()));
    let number = 0;
    const client = createClient({ token: () => Promise.resolve(`t${++number}`), fetch: service.fetch });
    await client.getExportStatus("e1");
    await client.getExportStatus("e1");
    expect(service.asked.map(({ token }) => token)).toEqual(["Bearer t1", "Bearer t2"]);
  });

  it("asks for a session's picture until it is drawn", async () => {
    const pending = json({ thumbnail_url: null, status: "pending" }, 202);
    const drawn = { thumbnail_url: "https://files.example.org/board.webp", status: "completed" };
    const headers = { "Last-Modified": "Fri, 02 Jan 2026 03:04:05 GMT" };
    const service = new FakeService().answers(pending, json(drawn, 200, headers));
    expect(await clientOf(service).waitForThumbnail("s1")).toEqual({
      address: "https://files.example.org/board.webp",
      changedAt: new Date("2026-01-02T03:04:05Z"),
    });
    expect(service.asked[1]).toMatchObject({
      method: "POST",
      path: "https://api.example.org/api/v1/solo/sessions/s1/thumbnail/",
    });
  });

  it("takes the export that is gone already for cancelled", async () => {
    const service = new FakeService().answers(new Response(null, { status: 204 }), json({ detail: "Gone" }, 404));
    await clientOf(service).cancelExport("e1");
    await clientOf(service).cancelExport("e1");
    expect(service.asked.map(({ method }) => method)).toEqual(["DELETE", "DELETE"]);
  });

  it("rejects a refusal with the service's own words, field and pause", async () => {
    const refusal = json({ error: "scale must be at most 8.", field: "options.scale" }, 400, { "Retry-After": "3" });
    const asking = clientOf(new FakeService().answers(refusal)).requestExport("s1", { options: { scale: 9 } });
    await expect(asking).rejects.toMatchObject({
      name: "ApiError",
      message: "scale must be at most 8.",
      status: 400,
      field: "options.scale",
      retryAfter: 3,
    });
  });

  it("says the status of a refusal that is no JSON", async () => {
    const service = new FakeService().answers(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(clientOf(service).getExportStatus("e1")).rejects.toThrow(
      new ApiError("The service answered 502.", 502, null, null),
    );
  });

  it("tells a network that is down from a refusal", async () => {
    const service = new FakeService().answers(new TypeError("Failed to fetch"));
    await expect(clientOf(service).getExportStatus("e1")).rejects.toBeInstanceOf(NetworkError);
  });
});
