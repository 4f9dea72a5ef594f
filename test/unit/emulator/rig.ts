import assert from 'node:assert/strict';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/index';

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface SeenEvent {
  readonly event: string;
  readonly data: Json;
}

/** A plain client with its own idea of the contract, around an emulator without pauses that waits for its watchers. */
export class Rig {
  private constructor(readonly emulator: Emulator) {}

  static async start(options: EmulatorOptions = {}): Promise<Rig> {
    const onCrash = (error: unknown): void => assert.fail(`The emulator crashed: ${String(error)}`);
    return new Rig(await startEmulator({ pace: 0, startWhenWatched: true, onCrash, ...options }));
  }

  async close(): Promise<void> {
    await this.emulator.close();
  }

  fetch(path: string, init: RequestInit = {}, key = this.emulator.key): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${key}`);
    return fetch(`${this.emulator.url}/api/v1${path}`, { ...init, headers });
  }

  async json(path: string, init: RequestInit = {}, key?: string): Promise<Answer> {
    const response = await this.fetch(path, init, key);
    return { status: response.status, headers: response.headers, body: asObject(await response.json()) };
  }

  post(path: string, body: unknown, key?: string): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    return this.json(path, { method: 'POST', headers, body: JSON.stringify(body) }, key);
  }

  form(
    path: string,
    fields: Record<string, string>,
    files: Record<string, Blob | string> = {},
  ): Promise<Answer> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    for (const [name, content] of Object.entries(files)) {
      body.append('files', typeof content === 'string' ? new Blob([content]) : content, name);
    }
    return this.json(path, { method: 'POST', body });
  }

  /** Creates a task and returns its id. */
  async create(message: string, more: Json = {}, key?: string): Promise<string> {
    const { status, body } = await this.post('/tasks', { message, ...more }, key);
    assert.equal(status, 200, JSON.stringify(body));
    return String(asObject(body.data).id);
  }

  /** Creates a task and looks on until it ends. */
  async run(message: string, more: Json = {}): Promise<{ id: string; events: SeenEvent[]; text: string }> {
    const id = await this.create(message, more);
    return { id, ...(await this.watch(id)) };
  }

  /** Sends a follow-up and looks on until its end; the text is that of the last answer. */
  async followUp(id: string, message: string): Promise<string> {
    const { body } = await this.post(`/tasks/${id}/messages`, { message });
    assert.deepEqual(body, { success: true, data: { status: 'running' } });
    await this.watch(id);
    return String(asObject((await this.task(id)).output).content);
  }

  /** The whole stream, and the text in it that was live. */
  async watch(id: string): Promise<{ events: SeenEvent[]; text: string }> {
    const events = await collect(this.stream(id));
    return { events, text: textOf(events) };
  }

  /** The events of one connection as they come; ends when it does. */
  async *stream(id: string, signal?: AbortSignal): AsyncGenerator<SeenEvent> {
    const response = await this.fetch(`/tasks/${id}/stream`, signal === undefined ? {} : { signal });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    assert.ok(response.body);
    let rest = '';
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + piece).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
        if (event === '') yield { event: 'comment', data: { block } };
        else yield { event, data: parseData(data) };
      }
    }
  }

  async task(id: string): Promise<Json> {
    const { status, body } = await this.json(`/tasks/${id}`);
    assert.equal(status, 200);
    return asObject(body.data);
  }

  async files(id: string): Promise<Json[]> {
    const { body } = await this.json(`/tasks/${id}/artifacts`);
    return asList(asObject(body.data).files);
  }

  async download(id: string, path: string): Promise<string> {
    const response = await this.fetch(`/tasks/${id}/artifacts/download?path=${encodeURIComponent(path)}`);
    assert.equal(response.status, 200);
    return response.text();
  }

  approve(id: string, callId: unknown, outcome: string): Promise<Answer> {
    return this.post(`/tasks/${id}/tools/${String(callId)}/approve`, { outcome });
  }
}

export function asObject(value: unknown): Json {
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), JSON.stringify(value));
  return value as Json;
}

export function asList(value: unknown): Json[] {
  assert.ok(Array.isArray(value));
  return value.map(asObject);
}

export async function collect(events: AsyncIterable<SeenEvent>): Promise<SeenEvent[]> {
  const seen: SeenEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

export function textOf(events: readonly SeenEvent[]): string {
  return events
    .filter(({ event }) => event === 'content')
    .map(({ data }) => String(data.text))
    .join('');
}

export function named(events: readonly SeenEvent[], name: string): Json[] {
  return events.filter(({ event }) => event === name).map(({ data }) => data);
}

export function assertFailure(answer: Answer, status: number, code: string): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body.success, false);
  const error = asObject(answer.body.error);
  assert.equal(error.code, code);
  assert.equal(typeof error.message, 'string');
}

function parseData(text: string): Json {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return { malformed: text };
  }
}
