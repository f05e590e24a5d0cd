// What a call can fail with: the service's own refusal, or no answer at all.

/** The service answered, and refused. `message` is its sentence for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  readonly status: number;
  /** The path of the value to blame. */
  readonly field: string | null;
  /** The seconds that the service asks to wait. */
  readonly retryAfter: number | null;

  constructor(message: string, status: number, field: string | null, retryAfter: number | null) {
    super(message);
    this.status = status;
    this.field = field;
    this.retryAfter = retryAfter;
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
