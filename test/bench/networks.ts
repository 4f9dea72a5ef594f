import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport, SigmicClient, type Transport } from '../../src/core/api';
import { fetchTransport } from '../../src/core/api/fetch-transport';
import { officeApi, officeAuthority, startOffice } from '../rig/office';
import { projectRoot } from '../rig/paths';
import { silentLog } from '../unit/session/watch';
import { editorFetch } from './editor-fetch';
import { median, medianTimes, ms, timed, type Figure } from './measure';
import { encode, recordedTurn } from './recorded';

const MB = 1024 * 1024;
const EVENTS = 10_000;
const UPLOAD = 50 * MB;
const stream = encode(recordedTurn(EVENTS));

/** Our own sockets against the editor's fetch, both over TLS through the same proxy. */
export async function networks(): Promise<readonly Figure[]> {
  const service = await startService();
  const office = await startOffice({ service: service.url, projectRoot });
  const ca = readFileSync(officeAuthority(projectRoot), 'utf8');
  const own = createTransport({ proxy: office.proxy, ca: [ca] }, {});
  const editors = fetchTransport(await editorFetch(office.proxy, ca));
  try {
    const by = { own: clientOf(own), editor: clientOf(editors) };
    const file = { name: 'large.bin', size: UPLOAD, source: new Blob([new Uint8Array(UPLOAD)]) };
    const upload = async (client: SigmicClient): Promise<void> => {
      const before = service.received();
      await client.createTask({ message: 'x', autoExecute: true, files: [file] });
      assert.ok(service.received() - before > UPLOAD);
    };
    const abort = async (client: SigmicClient): Promise<void> => {
      const ending = new AbortController();
      const events = client.openStream('silent', { signal: ending.signal })[Symbol.asyncIterator]();
      await events.next();
      const closed = service.closed();
      const next = events.next().catch(() => undefined);
      aborted.push(
        await timed(async () => {
          ending.abort();
          await Promise.all([closed, next]);
        }),
      );
    };
    const aborted: number[] = [];
    const aborts = async (client: SigmicClient): Promise<number> => {
      aborted.length = 0;
      for (let n = 0; n < 10; n += 1) await abort(client);
      return median(aborted);
    };
    const figures = [
      figure('first byte', await both(30, by, (client) => client.getTask('t'))),
      figure(`${EVENTS} events`, await both(5, by, follow)),
      figure('50 MB upload', await both(3, by, upload)),
      figure('abort', { own: await aborts(by.own), editor: await aborts(by.editor) }),
    ];
    assert.ok(office.asked.every((asked) => asked === 'api.sigmic.test:443'));
    return figures;
  } finally {
    await Promise.all([own.close(), editors.close()]);
    await office.close();
    service.close();
  }
}

type Pair<T> = Readonly<Record<'own' | 'editor', T>>;

function both(
  rounds: number,
  by: Pair<SigmicClient>,
  work: (client: SigmicClient) => Promise<unknown>,
): Promise<Pair<number>> {
  return medianTimes(rounds, { own: () => work(by.own), editor: () => work(by.editor) });
}

async function follow(client: SigmicClient): Promise<void> {
  const events = client.openStream('t')[Symbol.asyncIterator]();
  let count = 0;
  while ((await events.next()).done !== true) count += 1;
  assert.equal(count, EVENTS);
}

function figure(what: string, { own, editor }: Pair<number>): Figure {
  return {
    name: `N ${what}`,
    what: `${what} by VS Code's fetch`,
    against: 'by our own sockets',
    ratio: editor / own,
    detail: `${ms(editor)} against ${ms(own)}`,
  };
}

function clientOf(transport: Transport): SigmicClient {
  return new SigmicClient({
    origin: () => officeApi,
    credential: () => Promise.resolve(`sigmic_${'0'.repeat(64)}`),
    transport: () => transport,
    log: silentLog,
  });
}

interface Service {
  readonly url: string;
  received(): number;
  /** Resolves when the connection of a silent stream is gone. */
  closed(): Promise<void>;
  close(): void;
}

async function startService(): Promise<Service> {
  let received = 0;
  let tellClosed: () => void = () => undefined;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { url = '' } = request;
    if (url.endsWith('/stream')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (!url.includes('silent')) return void response.end(stream);
      response.on('close', () => tellClosed());
      return void response.write(stream.subarray(0, 1000));
    }
    request.on('data', (chunk: Buffer) => (received += chunk.length));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ success: true, data: { id: 't', status: 'running', message: '' } }));
    });
  };
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // Address of a listening TCP server: always an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received: () => received,
    closed: () => new Promise((resolve) => (tellClosed = resolve)),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
