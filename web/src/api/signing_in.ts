// Who is signed in: a short-lived access token, renewed by a refresh token that lives as long as the tab.

import { computed, reactive } from "vue";

import type { TokenObtainPair, TokenRefresh } from "solo-export-client/schema";

const KEPT = "solo-board.refresh";
/** A token about to expire might not reach the service in time. */
const MARGIN_MS = 30_000;

/** Nobody is signed in, or no longer. */
export class SignedOutError extends Error {
  override readonly name = "SignedOutError";
}

interface Signed {
  access: string | null;
  refresh: string | null;
  /** Somebody was signed in when their sign-in ran out. */
  hasExpired: boolean;
}

const signed = reactive<Signed>({ access: null, refresh: sessionStorage.getItem(KEPT), hasExpired: false });

export const isSignedIn = computed(() => signed.refresh !== null);
export const hasExpired = computed(() => signed.hasExpired);

/** Sign in; answers why not, where the name or the password is wrong, or too many were. */
export async function signIn(username: string, password: string): Promise<"wrong" | "tooMany" | null> {
  const answer = await post("/api/v1/auth/token/", { username, password });
  if (answer.status === 400 || answer.status === 401) return "wrong";
  if (answer.status === 429) return "tooMany";
  if (!answer.ok) throw new Error(`The service answered ${answer.status}.`);
  const { access, refresh } = (await answer.json()) as TokenObtainPair;
  Object.assign(signed, { access, refresh, hasExpired: false });
  sessionStorage.setItem(KEPT, refresh);
  return null;
}

export function signOut(): void {
  Object.assign(signed, { access: null, refresh: null, hasExpired: false });
  sessionStorage.removeItem(KEPT);
}

/** A token that is good now; renewed first where it isn't. Rejects with `SignedOutError`. */
export async function token(): Promise<string> {
  if (signed.access !== null && expiry(signed.access) - MARGIN_MS > Date.now()) return signed.access;
  renewal ??= renewed().finally(() => {
    renewal = null;
  });
  return renewal;
}

/** The service refused the token that we took for good. */
export function forgetToken(): void {
  signed.access = null;
}

let renewal: Promise<string> | null = null;

async function renewed(): Promise<string> {
  if (signed.refresh === null) throw new SignedOutError();
  const answer = await post("/api/v1/auth/token/refresh/", { refresh: signed.refresh });
  if (answer.status === 400 || answer.status === 401) {
    signOut();
    signed.hasExpired = true;
    throw new SignedOutError();
  }
  if (!answer.ok) throw new Error(`The service answered ${answer.status}.`);
  const { access } = (await answer.json()) as TokenRefresh;
  signed.access = access;
  return access;
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** When a JSON Web Token ends, in milliseconds of the epoch; a token that can't be read has ended. */
function expiry(jwt: string): number {
  try {
    const claims = JSON.parse(atob(jwt.split(".")[1]!.replace(/-/g, "+").replace(/_/g, "/"))) as { exp: number };
    return 1000 * claims.exp;
  } catch {
    return 0;
  }
}
