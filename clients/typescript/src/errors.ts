// What a call can fail with: the service's own refusal, or no answer at all.

/** The service answered, and refused. `message` is its sentence for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  /** `field` is the path of the value to blame; `retryAfter` the seconds that the service asks to wait. */
  constructor(
    message: string,
    readonly status: number,
    readonly field: string | null,
    readonly retryAfter: number | null,
  ) {
    super(message);
  }
}

/** No answer came: the network is down, or the service is. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

/** The error of an answer that is none of the 2xx. */
export async function apiError(answer: Response): Promise<ApiError> {
  const body = await readObject(answer);
  const words = [body.error, body.detail].find((value) => typeof value === "string");
  const field = typeof body.field === "string" ? body.field : null;
  return new ApiError(words ?? `The service answered ${answer.status}.`, answer.status, field, retryAfter(answer));
}

async function readObject(answer: Response): Promise<{ error?: string; detail?: string; field?: string }> {
  try {
    const body: unknown = await answer.json();
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}

function retryAfter(answer: Response): number | null {
  const seconds = Number(answer.headers.get("Retry-After") ?? NaN);
  return Number.isFinite(seconds) ? seconds : null;
}
