import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RecordedTask, type ConnectionCut, type Recording } from './recorded-task';

/** What the server does to one connection. */
export interface ConnectionPlan extends ConnectionCut {
  /** How a connection is lost: closed, or reset. */
  readonly how?: 'close' | 'reset';
  /** Sizes of the pieces in which the body is written, used in turn; empty: whole. */
  readonly chunks?: readonly number[];
}

/**
 * A server of one recorded task over real HTTP: each connection tells the history, the running turn so far, then goes on
 * with it, and is cut as its plan says. Connections beyond the plans are left whole.
 */
export class RecordedServer {
  connections = 0;
  private readonly task: RecordedTask;
  private readonly server: Server;

  private constructor(
    recording: Recording,
    private readonly plans: readonly ConnectionPlan[],
  ) {
    this.task = new RecordedTask(recording);
    this.server = createServer((request, response) => {
      if (request.url?.endsWith('/stream')) this.stream(response);
      else this.record(response);
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

  private record(response: ServerResponse): void {
    const status = this.task.finished ? 'completed' : 'running';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ success: true, data: { id: 't', status, message: 'recorded' } }));
  }

  private stream(response: ServerResponse): void {
    const plan = this.plans[this.connections] ?? {};
    this.connections += 1;
    const { sent, whole } = this.task.connect(plan);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces(sent, plan.chunks ?? [])) response.write(piece);
    if (whole) response.end();
    else
      response.write('', () => {
        if (plan.how === 'reset') response.socket?.resetAndDestroy();
        else response.socket?.end();
      });
  }
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
