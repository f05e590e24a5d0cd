// The calls of the export API, each a method that answers with the schema's own types.

import { apiError, NetworkError } from "./errors.ts";
import type { Export, ExportList, ExportOrderRequest } from "./schema.ts";
import { type SessionPicture, waitForThumbnail } from "./thumbnail.ts";
import { waitForExport, type WaitOptions } from "./wait.ts";

/** A bearer token, or what gives one: it is asked before every call, so it can renew what has expired. */
export type Token = string | (() => string | Promise<string>);

export interface ClientOptions {
  token: Token;
  /** Where the service is, without `/api`; by default where the page came from. */
  baseUrl?: string;
  fetch?: typeof fetch;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

export interface Client {
  /** Ask for a file of a session; `{}` is a PNG of the open page. */
  requestExport(sessionId: string, order?: ExportOrderRequest, options?: CallOptions): Promise<Export>;
  getExportStatus(exportId: string, options?: CallOptions): Promise<Export>;
  /** The exports of a session, newest first. */
  listExports(sessionId: string, options?: CallOptions): Promise<ExportList>;
  /** The export once it is completed or failed; rejects with `signal.reason` if that is aborted first. */
  waitForExport(exportId: string, options?: WaitOptions): Promise<Export>;
  /** A small picture of a session as it is now, once it is drawn. */
  waitForThumbnail(sessionId: string, options?: CallOptions): Promise<SessionPicture>;
  /** Stop an export, or delete a finished one with its file; one that is gone already is fine. */
  cancelExport(exportId: string, options?: CallOptions): Promise<void>;
}

/** A client of one service. Every call rejects with `ApiError`, or `NetworkError` where no answer came. */
export function createClient(options: ClientOptions): Client {
  const send = sender(options);
  const getExportStatus: Client["getExportStatus"] = (exportId, { signal } = {}) =>
    read(send(exportPath(exportId), { signal }));
  return {
    getExportStatus,
    requestExport: (sessionId, order = {}, { signal } = {}) =>
      read(
        send(`${sessionPath(sessionId)}export/`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(order),
          signal,
        }),
      ),
    listExports: (sessionId, { signal } = {}) => read(send(`${sessionPath(sessionId)}exports/`, { signal })),
    waitForExport: (exportId, waiting = {}) => {
      const events = (signal: AbortSignal | undefined) =>
        send(`${exportPath(exportId)}events/`, { headers: { Accept: "text/event-stream" }, signal });
      return waitForExport((signal) => getExportStatus(exportId, { signal }), events, waiting);
    },
    waitForThumbnail: (sessionId, { signal } = {}) =>
      waitForThumbnail(() => send(`${sessionPath(sessionId)}thumbnail/`, { method: "POST", signal }), signal),
    cancelExport: async (exportId, { signal } = {}) => {
      const answer = await send(exportPath(exportId), { method: "DELETE", signal });
      if (!answer.ok && answer.status !== 404) throw await apiError(answer);
    },
  };
}

type Send = (path: string, init: Sent) => Promise<Response>;

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal | undefined;
}

function sender({ token, baseUrl = "", fetch: custom }: ClientOptions): Send {
  const root = `${baseUrl.replace(/\/+$/, "")}/api/v1`;
  return async (path, { signal, headers, ...init }) => {
    const bearer = typeof token === "function" ? await token() : token;
    try {
      return await (custom ?? fetch)(`${root}${path}`, {
        ...init,
        headers: { Accept: "application/json", ...headers, Authorization: `Bearer ${bearer}` },
        signal: signal ?? null,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new NetworkError("The service can't be reached.", { cause: error });
    }
  };
}

async function read<Answer>(answering: Promise<Response>): Promise<Answer> {
  const answer = await answering;
  if (!answer.ok) throw await apiError(answer);
  return (await answer.json()) as Answer;
}

function sessionPath(id: string): string {
  return `/solo/sessions/${encodeURIComponent(id)}/`;
}

function exportPath(id: string): string {
  return `/exports/${encodeURIComponent(id)}/`;
}
