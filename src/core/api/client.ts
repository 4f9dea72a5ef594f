import * as v from 'valibot';
import { Deadline } from './deadline';
import { endpoint } from './endpoint';
import { checkData, readEnvelope, type Envelope } from './envelope';
import { SigmicError } from './errors';
import type { StreamEvent } from './events';
import { Http, type HttpOptions, type HttpRequest } from './http';
import { readDownload } from './download';
import { followUpBody, jsonBody, taskBody, type MessageBody } from './message-body';
import { withRetries } from './retry';
import * as schema from './schemas';
import { readStream, type StreamOptions } from './stream';
import { toTaskPage } from './task-page';
import type {
  CallOptions,
  Download,
  NewMessage,
  NewTask,
  SendOptions,
  TaskPage,
  ToolOutcome,
  WidgetTokenRequest,
} from './types';

export type * from './types';
export type { StreamOptions } from './stream';

export interface ClientOptions extends HttpOptions {
  readonly random?: (() => number) | undefined;
}

const seconds = 1000;
/** Milliseconds for a call when the caller says nothing. */
const readMs = 30 * seconds;
const historyMs = 60 * seconds;
const sendMs = 60 * seconds;

/**
 * The Task API (api.md "Endpoints"), one method an endpoint. Everything that comes in is checked; every failure is
 * a SigmicError. GET and DELETE are repeated after a fault of the network, POST only when it never left (rule 9).
 */
export class SigmicClient {
  readonly #options: ClientOptions;
  readonly #http: Http;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#http = new Http(options);
  }

  /** How far (ms) the server's clock is ahead of this machine's, as its last answer told (to a second); 0 before the first. */
  clockAhead(): number {
    return this.#http.clockAhead;
  }

  /** Starts a task; it works on in the background. Limits on files and names are checked before sending. */
  async createTask(input: NewTask, options: SendOptions = {}): Promise<schema.CreatedTask> {
    const { data } = await this.#post('tasks', taskBody(input, options), options);
    return checkData(schema.CreatedTaskSchema, data, 'POST');
  }

  /** A page of tasks, newest activity first; `limit` is 1 to 100, 50 by default. */
  async listTasks(
    page: { limit?: number; offset?: number } = {},
    options: CallOptions = {},
  ): Promise<TaskPage> {
    const { limit = 50, offset = 0 } = page;
    const query = { limit: String(limit), offset: String(offset) };
    const answer = await this.#call({ method: 'GET', path: 'tasks', query }, options, readMs);
    return toTaskPage(answer, { limit, offset });
  }

  async getTask(id: string, options: CallOptions = {}): Promise<schema.Task> {
    const { data } = await this.#get(endpoint`tasks/${id}`, options, readMs);
    return checkData(schema.TaskSchema, data, 'GET');
  }

  /** Sends a follow-up; open the stream again after it returned (rule 7). */
  async sendMessage(id: string, input: NewMessage, options: SendOptions = {}): Promise<void> {
    await this.#post(endpoint`tasks/${id}/messages`, followUpBody(input, options), options);
  }

  /**
   * The events of one connection. Ends normally only after `done`, or after `history_done` with `isStreaming:false`;
   * every other end is a SigmicError (see `readStream`).
   */
  openStream(id: string, options: StreamOptions = {}): AsyncIterable<StreamEvent> {
    return readStream(this.#http, this.#options.log, id, options);
  }

  async getHistory(id: string, options: CallOptions = {}): Promise<schema.History> {
    const { data } = await this.#get(endpoint`tasks/${id}/history`, options, historyMs);
    return checkData(schema.HistorySchema, data, 'GET');
  }

  /** Answers a waiting tool call; true when it was approved. NOT_FOUND: unknown, or answered already (rule 6). */
  async answerTool(
    id: string,
    callId: string,
    outcome: ToolOutcome,
    options: CallOptions = {},
  ): Promise<boolean> {
    const path = endpoint`tasks/${id}/tools/${callId}/approve`;
    const { data } = await this.#post(path, jsonBody({ outcome }), options);
    return checkData(schema.ApprovalAnswerSchema, data, 'POST').approved;
  }

  /** Stops a pending or running task; gives what the server says to it. */
  async cancelTask(id: string, options: CallOptions = {}): Promise<string> {
    const { data } = await this.#call({ method: 'DELETE', path: endpoint`tasks/${id}` }, options, readMs);
    return checkData(CancelSchema, data, 'DELETE').message;
  }

  /** Every file of the task's workspace, uploads included. */
  async listArtifacts(id: string, options: CallOptions = {}): Promise<schema.Artifact[]> {
    const { data } = await this.#get(endpoint`tasks/${id}/artifacts`, options, readMs);
    return checkData(schema.ArtifactListSchema, data, 'GET').files;
  }

  /** Opens a file by its path as listed; nothing is held in memory. */
  downloadArtifact(id: string, path: string, options: CallOptions = {}): Promise<Download> {
    return readDownload(this.#http, this.#random, id, path, options);
  }

  /** A JWT for one end user of a widget app; needs the app's credentials instead of a key. */
  async createWidgetToken(input: WidgetTokenRequest, options: CallOptions = {}): Promise<schema.WidgetToken> {
    const { data } = await this.#post('auth/token', jsonBody(input), options, true);
    return checkData(schema.TokenSchema, data, 'POST');
  }

  #get(path: string, options: CallOptions, ms: number): Promise<Envelope> {
    return this.#call({ method: 'GET', path }, options, ms);
  }

  #post(path: string, body: MessageBody, options: CallOptions, anonymous = false): Promise<Envelope> {
    return this.#call({ method: 'POST', path, headers: body.headers, anonymous }, options, sendMs, body);
  }

  async #call(
    request: HttpRequest,
    options: CallOptions,
    defaultMs: number,
    body?: MessageBody,
  ): Promise<Envelope> {
    const { method } = request;
    const ms = options.timeoutMs ?? defaultMs;
    const late = (): SigmicError =>
      new SigmicError('timeout', `No answer within ${ms} ms.`, {
        code: 'TIMEOUT',
        retryable: method !== 'POST',
      });
    const deadline = new Deadline(this.#http.clock, ms, late, options.signal);
    const sent: HttpRequest = body === undefined ? request : { ...request, body: () => body.open(deadline) };
    const attempt = async (): Promise<Envelope> =>
      readEnvelope(method, await this.#http.exchange(sent, deadline));
    try {
      return await withRetries(attempt, deadline, this.#random);
    } finally {
      deadline.stop();
    }
  }

  get #random(): () => number {
    return this.#options.random ?? Math.random;
  }
}

/** What a client offers, for whoever stands in for one. */
export type TaskApi = Pick<SigmicClient, keyof SigmicClient>;

const CancelSchema = v.fallback(v.object({ message: schema.text }), { message: '' });
