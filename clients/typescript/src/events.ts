// Server-sent events (WHATWG HTML, 9.2) over fetch: EventSource can't send a bearer token.

/** The data of each event in a stream, as text; comments and other fields are passed over. */
export async function* eventData(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  try {
    let waiting: string[] = [];
    for await (const line of lines(reader)) {
      if (line.startsWith("data:")) waiting.push(line.slice(5).replace(/^ /, ""));
      if (line === "" && waiting.length > 0) {
        yield waiting.join("\n");
        waiting = [];
      }
    }
  } finally {
    await reader.cancel();
  }
}

async function* lines(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    // A \r at the end may be the first half of a line's end.
    const parts = rest.split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? "";
    yield* parts;
  }
}
