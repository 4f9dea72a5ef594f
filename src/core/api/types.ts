import type { Task } from './schemas';
import type { UploadFile } from './upload';

/** Options of every call. */
export interface CallOptions {
  /** Gives the call up at once; it then throws SigmicError('cancelled'). */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call with its retries; with files, and for downloads, only without any progress. */
  readonly timeoutMs?: number | undefined;
}

export interface SendOptions extends CallOptions {
  /** Told as bytes of the request's body are taken by the socket; called only when files are sent. */
  readonly onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

export type StringMap = Readonly<Record<string, string>>;

/** What `POST /tasks` takes. Files and env/secrets cannot go together (api.md). */
export interface NewTask {
  readonly message: string;
  readonly systemPrompt?: string | undefined;
  readonly showInHistory?: boolean | undefined;
  readonly autoExecute: boolean;
  readonly files?: readonly UploadFile[] | undefined;
  /** Environment of the task; names are `[A-Za-z_][A-Za-z0-9_]*`. */
  readonly env?: StringMap | undefined;
  /** Like env, but never stored, logged or returned by the server. */
  readonly secrets?: StringMap | undefined;
}

export interface NewMessage {
  readonly message: string;
  readonly files?: readonly UploadFile[] | undefined;
}

/** Tasks by newest activity, and where this page stands. */
export interface TaskPage {
  readonly tasks: Task[];
  readonly pagination: {
    readonly total?: number | undefined;
    readonly limit?: number | undefined;
    readonly offset?: number | undefined;
    readonly hasMore: boolean;
  };
}

/** A file on its way; `body` can be read once. Leaving it early closes the connection. */
export interface Download {
  readonly body: AsyncIterable<Uint8Array>;
  /** Bytes, when the server said so. */
  readonly size: number | undefined;
  readonly contentType: string | undefined;
}

/** A widget app's credentials, for a JWT of one end user. */
export interface WidgetTokenRequest {
  readonly appId: string;
  readonly appSecret: string;
  readonly endUserId: string;
  /** e.g. "1h", the server's default. */
  readonly expiresIn?: string | undefined;
  readonly env?: StringMap | undefined;
  readonly secrets?: StringMap | undefined;
}

/** This call; this and similar ones for the rest of the session; not at all. */
export type ToolOutcome = 'proceed_once' | 'proceed_always' | 'cancel';
