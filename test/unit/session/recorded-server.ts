import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedEvent {
  readonly event: string;
  readonly data: object;
}

/** What the server does to one connection. */
export interface ConnectionPlan {
  /** Bytes of the body after which the connection is destroyed; undefined lets it end as it should. */
  readonly cutAt?: number | undefined;
  /** Sizes of the pieces in which the body is written, used in turn; empty: whole. */
  readonly chunks?: readonly number[];
  /** How many events more than it has told the server has lived through before this connection comes. */
  readonly away?: number;
  readonly catchUp?: 'deltas' | 'content';
}

export interface Recording {
  readonly history: readonly RecordedEvent[];
  readonly question: RecordedEvent;
  /** The running turn's events, `done` last. */
  readonly live: readonly RecordedEvent[];
  /** The saved message that tells the turn once it is done. */
  readonly answer: RecordedEvent;
}

/**
 * A server of one recorded task over real HTTP: each connection tells the history, the running turn so far, then goes on
 * with it, and is cut as its plan says. Connections beyond the plans are left whole.
 */
export class RecordedServer {
  connections = 0;
  private progress = 0;
  private readonly server: Server;

  private constructor(
    private readonly recording: Recording,
    private readonly plans: readonly ConnectionPlan[],
  ) {
    this.server = createServer((request, response) => {
      if (request.url?.endsWith('/stream')) this.stream(response);
      else this.task(response);
    });
  }

  static async start(recording: Recording, plans: readonly ConnectionPlan[]): Promise<RecordedServer> {
    const recorded = new RecordedServer(recording, plans);
    await new Promise<void>((resolve) => recorded.server.listen(0, '127.0.0.1', resolve));
    return recorded;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get finished(): boolean {
    return this.progress >= this.recording.live.length;
  }

  private task(response: ServerResponse): void {
    const status = this.finished ? 'completed' : 'running';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ success: true, data: { id: 't', status, message: 'recorded' } }));
  }

  private stream(response: ServerResponse): void {
    const plan = this.plans[this.connections] ?? {};
    this.connections += 1;
    this.progress = Math.min(this.recording.live.length, this.progress + (plan.away ?? 0));
    const before = this.finished ? this.finishedReplay() : this.runningReplay(plan.catchUp ?? 'deltas');
    const rest = this.recording.live.slice(this.progress);
    const body = Buffer.from([...before, ...rest].map(write).join(''));
    const sent = body.subarray(0, plan.cutAt ?? body.length);
    const whole = sent.length === body.length;
    this.progress = whole ? this.recording.live.length : Math.max(this.progress, this.told(sent, before));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces(sent, plan.chunks ?? [])) response.write(piece);
    if (whole) response.end();
    else response.write('', () => response.socket?.end());
  }

  /** How many live events the written bytes tell in full: the task has lived through at least those. */
  private told(sent: Buffer, before: readonly RecordedEvent[]): number {
    let offset = Buffer.byteLength(before.map(write).join(''));
    let told = this.progress;
    for (const event of this.recording.live.slice(this.progress)) {
      offset += Buffer.byteLength(write(event));
      if (offset > sent.length) break;
      told += 1;
    }
    return told;
  }

  private finishedReplay(): RecordedEvent[] {
    const { history, question, answer } = this.recording;
    return [...history, question, answer, historyDone(history.length + 2, false)];
  }

  private runningReplay(style: 'deltas' | 'content'): RecordedEvent[] {
    const { history, question, live } = this.recording;
    const past = live.slice(0, this.progress);
    const text = past
      .flatMap(({ event, data }) => (event === 'content' && 'text' in data ? [String(data.text)] : []))
      .join('');
    const joined = [
      ...past.filter(({ event }) => event !== 'content'),
      ...(text === '' ? [] : [{ event: 'content', data: { text, isPartial: true } }]),
    ];
    return [
      ...history,
      question,
      historyDone(history.length + 1, true),
      ...(style === 'deltas' ? past : joined),
    ];
  }
}

function historyDone(messageCount: number, isStreaming: boolean): RecordedEvent {
  return { event: 'history_done', data: { messageCount, isStreaming } };
}

function write({ event, data }: RecordedEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function* pieces(body: Buffer, sizes: readonly number[]): Generator<Buffer> {
  if (sizes.length === 0) {
    yield body;
    return;
  }
  for (let offset = 0, turn = 0; offset < body.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield body.subarray(offset, offset + size);
    offset += size;
  }
}
