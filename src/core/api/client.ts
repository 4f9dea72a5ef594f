import type { Clock } from './clock';
import type { StreamEvent } from './events';
import type { Logger } from './logger';
import type { Artifact, CreatedTask, History, Task, WidgetToken } from './schemas';
import type { Transport } from './transport';
import type { UploadFile } from './upload';

export interface ClientOptions {
  readonly origin: () => string;
  readonly credential: () => Promise<string | undefined>;
  readonly transport: () => Transport;
  readonly log: Logger;
  readonly userAgent?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface SendOptions extends CallOptions {
  readonly onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

export interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
  readonly silenceMs?: number | undefined;
  readonly onAlive?: (() => void) | undefined;
}

export interface NewTask {
  readonly message: string;
  readonly systemPrompt?: string | undefined;
  readonly showInHistory?: boolean | undefined;
  readonly autoExecute: boolean;
  readonly files?: readonly UploadFile[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface NewMessage {
  readonly message: string;
  readonly files?: readonly UploadFile[] | undefined;
}

export interface TaskPage {
  readonly tasks: Task[];
  readonly pagination: {
    readonly total?: number | undefined;
    readonly limit?: number | undefined;
    readonly offset?: number | undefined;
    readonly hasMore: boolean;
  };
}

export interface Download {
  readonly body: AsyncIterable<Uint8Array>;
  readonly size: number | undefined;
  readonly contentType: string | undefined;
}

export interface WidgetTokenRequest {
  readonly appId: string;
  readonly appSecret: string;
  readonly endUserId: string;
  readonly expiresIn?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export type ToolOutcome = 'proceed_once' | 'proceed_always' | 'cancel';

/* eslint-disable */
export class SigmicClient {
  constructor(_options: ClientOptions) {}
  async createTask(_input: NewTask, _options?: SendOptions): Promise<CreatedTask> {
    throw new Error();
  }
  async listTasks(_page?: { limit?: number; offset?: number }, _options?: CallOptions): Promise<TaskPage> {
    throw new Error();
  }
  async getTask(_id: string, _options?: CallOptions): Promise<Task> {
    throw new Error();
  }
  async sendMessage(_id: string, _input: NewMessage, _options?: SendOptions): Promise<void> {
    throw new Error();
  }
  openStream(_id: string, _options?: StreamOptions): AsyncIterable<StreamEvent> {
    throw new Error();
  }
  async getHistory(_id: string, _options?: CallOptions): Promise<History> {
    throw new Error();
  }
  async answerTool(
    _id: string,
    _callId: string,
    _outcome: ToolOutcome,
    _options?: CallOptions,
  ): Promise<boolean> {
    throw new Error();
  }
  async cancelTask(_id: string, _options?: CallOptions): Promise<string> {
    throw new Error();
  }
  async listArtifacts(_id: string, _options?: CallOptions): Promise<Artifact[]> {
    throw new Error();
  }
  async downloadArtifact(_id: string, _path: string, _options?: CallOptions): Promise<Download> {
    throw new Error();
  }
  async createWidgetToken(_input: WidgetTokenRequest, _options?: CallOptions): Promise<WidgetToken> {
    throw new Error();
  }
}
