// The boards themselves: list, create, read, save, delete.

import { ApiError } from "solo-export-client";
import type { SessionDetail, SessionList, SessionSummary } from "solo-export-client/schema";

import { forgetToken, token } from "./signing_in.ts";

const SESSIONS = "/api/v1/solo/sessions/";

/** The version of each board that this tab has seen last, by its address. */
const versions = new Map<string, string>();

/** What is being saved, perhaps by a board that was left just now. */
let saving: Promise<unknown> = Promise.resolve();

export async function listSessions(): Promise<SessionSummary[]> {
  await saving.catch(() => undefined);
  return ((await call("GET", `${SESSIONS}?limit=500`)) as SessionList).results;
}

export async function createSession(name: string, state: unknown): Promise<SessionDetail> {
  return (await call("POST", SESSIONS, { name, state })) as SessionDetail;
}

export async function readSession(id: string): Promise<SessionDetail> {
  return (await call("GET", sessionPath(id))) as SessionDetail;
}

/** Save, but not over what somebody else has saved since: that rejects with an `ApiError` of status 412. */
export async function saveSession(id: string, changes: { name?: string; state?: unknown }): Promise<void> {
  saving = call("PATCH", sessionPath(id), changes);
  await saving;
}

export async function deleteSession(id: string): Promise<void> {
  await call("DELETE", sessionPath(id));
}

function sessionPath(id: string): string {
  return `${SESSIONS}${encodeURIComponent(id)}/`;
}

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  let answer = await send(method, path, body);
  if (answer.status === 401) {
    forgetToken();
    answer = await send(method, path, body);
  }
  if (!answer.ok) throw new ApiError(`The service answered ${answer.status}.`, answer.status, null, null);
  const version = answer.headers.get("ETag");
  if (version !== null) versions.set(path, version);
  return answer.status === 204 ? null : answer.json();
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  const headers = new Headers({ "Content-Type": "application/json", Authorization: `Bearer ${await token()}` });
  const seen = versions.get(path);
  if (method === "PATCH" && seen !== undefined) headers.set("If-Match", seen);
  try {
    return await fetch(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  } catch (error) {
    // What got no answer may be saved all the same: then the newer version is our own.
    versions.delete(path);
    throw error;
  }
}
