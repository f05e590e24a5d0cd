// The small picture of a session, asked for until it is drawn.

import { apiError } from "./errors.ts";
import type { Thumbnail } from "./schema.ts";
import { sleep } from "./wait.ts";

/** The pauses grow: about half a minute for one thumbnail. */
const PAUSE_MS = 300;
const MOST_ASKED = 14;

export interface SessionPicture {
  /** Opens for a limited time; null where no picture could be drawn. */
  address: string | null;
  /** When the board was last changed, to the second: newer exports show the same. Null where nobody knows. */
  changedAt: Date | null;
}

export async function waitForThumbnail(
  ask: () => Promise<Response>,
  signal: AbortSignal | undefined,
): Promise<SessionPicture> {
  for (let asked = 1; asked <= MOST_ASKED; asked += 1) {
    const answer = await ask();
    if (!answer.ok) throw await apiError(answer);
    const { thumbnail_url: address, status } = (await answer.json()) as Thumbnail;
    if (status === "completed" || status === "failed") return { address, changedAt: changedAt(answer) };
    await sleep(PAUSE_MS * asked, signal);
  }
  return { address: null, changedAt: null };
}

function changedAt(answer: Response): Date | null {
  const header = answer.headers.get("Last-Modified");
  return header === null ? null : new Date(header);
}
