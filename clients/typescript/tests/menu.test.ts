// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { type App, createApp, nextTick } from "vue";

import { ExportMenu } from "../src/vue/index.ts";
import { anExport, COMPLETED, FakeService, json, NO_EVENTS } from "./service.ts";

let app: App | null = null;

function mount(service: FakeService, props: Record<string, unknown> = {}): HTMLElement {
  vi.stubGlobal("fetch", service.fetch);
  const root = document.createElement("div");
  app = createApp(ExportMenu, { sessionId: "s1", token: "t", ...props });
  app.mount(root);
  return root;
}

afterEach(() => app?.unmount());

const LIST = (...results: unknown[]) => json({ count: results.length, results });

describe("<ExportMenu>", () => {
  it("needs a session id and a token, and leads from the button to the file", async () => {
    const warning = { code: "image_missing", message: "An image could not be loaded.", page: 2, element: "a7" };
    const ended = { ...COMPLETED, warnings: [warning] };
    const service = new FakeService().answers(LIST(), json(anExport(), 201));
    const root = mount(service);
    await vi.waitFor(() => expect(root.textContent).toContain("None yet."));
    service.answers(LIST(), NO_EVENTS, json(ended), LIST(ended));
    root.querySelector("form")!.dispatchEvent(new Event("submit"));
    await vi.waitFor(() => expect(root.textContent).toContain("Download PNG, 2 kB"));
    expect(root.textContent).toContain("Page 2: An image could not be loaded.");
    expect(service.asked.find(({ method }) => method === "POST")).toMatchObject({
      path: "/api/v1/solo/sessions/s1/export/",
      token: "Bearer t",
      body: { format: "png" },
    });
  });

  it("lists each file with its pages and its size, JSON with its size alone", async () => {
    const service = new FakeService().answers(LIST({ ...COMPLETED, page_count: 3 }, { ...COMPLETED, format: "json" }));
    const root = mount(service);
    await vi.waitFor(() => expect(root.querySelectorAll("li")).toHaveLength(2));
    expect([...root.querySelectorAll("small")].map((small) => small.textContent)).toEqual(["3 pages, 2 kB", "2 kB"]);
  });

  it("shows the board for files that are no pictures, as long as they show the same", async () => {
    const [older, newer] = ["2026-01-01T10:00:00Z", "2026-01-01T12:00:00Z"].map((created_at) => {
      return { ...COMPLETED, id: created_at, format: "pdf" as const, created_at };
    });
    const drawn = { thumbnail_url: "https://files.example.org/board.webp", status: "completed" };
    const changed = { "Last-Modified": "Thu, 01 Jan 2026 11:00:00 GMT" };
    const root = mount(new FakeService().answers(LIST(newer, older), json(drawn, 200, changed)));
    await vi.waitFor(() => expect(root.querySelectorAll("li img")).toHaveLength(1));
    const pictures = [...root.querySelectorAll(".solo-export-picture")];
    expect(pictures.map((picture) => picture.textContent)).toEqual(["", "PDF"]);
    expect(root.querySelector("img")!.src).toBe(drawn.thumbnail_url);
  });

  it("keeps the newer list when an older answer comes after it", async () => {
    let late = (_answer: Response): void => undefined;
    const slow = () => new Promise<Response>((resolve) => (late = resolve));
    const service = new FakeService().answers(slow, LIST(COMPLETED));
    const root = mount(service);
    await vi.waitFor(() => expect(service.asked).toHaveLength(1));
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.waitFor(() => expect(root.querySelectorAll("li")).toHaveLength(1));
    late(LIST());
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(root.querySelectorAll("li")).toHaveLength(1);
  });

  it("says what went wrong, and asks again when it is told to", async () => {
    const service = new FakeService().answers(LIST(), new TypeError("Failed to fetch"));
    const root = mount(service, { locale: "uk" });
    await vi.waitFor(() => expect(service.asked).toHaveLength(1));
    root.querySelector("form")!.dispatchEvent(new Event("submit"));
    await vi.waitFor(() => expect(root.querySelector("[role=alert]")?.textContent).toContain("Сервіс недоступний."));
    await nextTick();
    service.answers(json({ detail: "Too many" }, 429));
    root.querySelector<HTMLButtonElement>(".solo-export-trouble button")!.click();
    await vi.waitFor(() => expect(root.querySelector("[role=alert]")?.textContent).toContain("Забагато експортів"));
  });

  it.each([
    ["en", "The board has 612 pages; at most 500 can be exported."],
    ["uk", "Дошка завелика для експорту."],
  ])("says why an export failed, in %s", async (locale, sentence) => {
    const error = "The board has 612 pages; at most 500 can be exported.";
    const failed = anExport({ status: "failed", error, error_code: "over_limit" });
    const service = new FakeService().answers(LIST(failed), json(anExport(), 201));
    const root = mount(service, { locale });
    await vi.waitFor(() => expect(root.querySelector("li small")?.textContent).toBe(sentence));
    service.answers(LIST(), NO_EVENTS, json(failed), LIST(failed));
    root.querySelector("form")!.dispatchEvent(new Event("submit"));
    await vi.waitFor(() => expect(root.querySelector("[role=alert]")?.textContent).toContain(sentence));
  });

  it("says in the person's language which choice was refused", async () => {
    const service = new FakeService().answers(LIST());
    const root = mount(service, { locale: "uk" });
    await vi.waitFor(() => expect(service.asked).toHaveLength(1));
    service.answers(json({ error: "The board has no page 7; it has 2.", field: "options.pages" }, 400));
    root.querySelector("form")!.dispatchEvent(new Event("submit"));
    await vi.waitFor(() => expect(root.querySelector("[role=alert] p")?.textContent).toBe("На дошці немає такої сторінки."));
  });
});
