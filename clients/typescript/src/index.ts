// The client's public names.

export { type Client, type ClientOptions, createClient, type Token } from "./client.ts";
export { ApiError, NetworkError } from "./errors.ts";
export type {
  CodeEnum as WarningCode,
  Export,
  ExportList,
  ExportOptions,
  ExportOrderRequest as ExportOrder,
  FormatEnum as Format,
  Progress,
  StatusEnum as Status,
  Warning,
} from "./schema.ts";
export type { SessionPicture } from "./thumbnail.ts";
export { hasEnded, type WaitOptions } from "./wait.ts";
