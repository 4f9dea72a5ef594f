import assert from 'node:assert/strict';
import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import { mock } from 'node:test';
import {
  SigmicClient,
  createTransport,
  isSigmicError,
  type NetworkSettings,
  type Transport,
} from '../../../src/core/api';
import { applyPatches } from '../../../src/core/session/transcript-editor';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import type { TaskSession } from '../../../src/core/session/task-session';
import type { Transcript } from '../../../src/core/session/transcript';
import { startEmulator, type Emulator } from '../../emulator';
import { startProxy, type TestProxy } from '../api/test-proxy';
import { fixture, serve, type TestServer } from '../api/test-server';
import { fastClock } from './fast-clock';
import { when } from './rig';
import { answerOf, startFront, type Front, type FrontMode } from './stations-front';
import { silentLog, textOf } from './watch';

type Found = (error: Error | null, address?: string | LookupAddress[], family?: number) => void;
/** dns.lookup's last arguments: a server that listens gives no options. */
type Rest = [options: LookupOptions, done: Found] | [done: Found];

const page = '<!doctype html><h1>Welcome to our guest network</h1>';
const html = { 'content-type': 'text/html' };
const text = (words: string) => ({ event: 'content', data: { text: words, isPartial: true } });

describe('a session on a way through', () => {
  let emulator: Emulator;
  let front: Front;
  let elsewhere: TestServer;
  let proxy: TestProxy;
  let transport: Transport;
  let client: SigmicClient;
  let registry: SessionRegistry;
  let isNameKnown: boolean;
  const clock = fastClock(40);

  /** What stands between this machine and the server, and what is to be said of it: never the same of two in a row. */
  const stations: Record<string, { readonly enter: () => Promise<void>; readonly says: RegExp }> = {
    'nobody who listens': { enter: () => front.vanish(), says: /^Nothing answers at the server’s address/ },
    'a proxy that asks for a password': {
      enter: () => {
        useNetwork({ proxy: proxy.url });
        return front.become('open');
      },
      says: /^The proxy asks for a user name and a password/,
    },
    'a captive portal': {
      enter: () => answering('200 OK', html, page),
      says: /^The answer did not come from Sigmic but from something on the way, such as the sign-in page/,
    },
    'an answer of 407': {
      enter: () => answering('407 Proxy Authentication Required', html, page),
      says: /^The proxy asks for a user name and a password/,
    },
    'a stranger’s certificate': {
      enter: () => front.become('stranger'),
      says: /^The server's certificate is not trusted/,
    },
    'a redirect to elsewhere': {
      enter: () => answering('302 Found', { ...html, location: `${elsewhere.origin}/welcome` }, page),
      says: /^The answer did not come from Sigmic but from something on the way, such as the sign-in page/,
    },
    'a name that is not found': {
      enter: async () => {
        isNameKnown = false;
        await front.become('open');
      },
      says: /^The server’s name could not be found/,
    },
    'a gateway that says 502': {
      enter: () => answering('502 Bad Gateway', html, page),
      says: /^Sigmic is not available at the moment/,
    },
  };

  beforeEach(async () => {
    emulator = await startEmulator({ pace: 0, heartbeatMs: 150 });
    front = await startFront(new URL(emulator.url));
    elsewhere = await serve((_request, response) => response.end());
    proxy = await startProxy({ targetPort: front.port, refuse: 407 });
    isNameKnown = true;
    mock.method(dns, 'lookup', (host: string, ...rest: Rest) => {
      const [options, done] = rest.length === 1 ? [{}, rest[0]] : rest;
      if (host === 'api.sigmic.test' && !isNameKnown)
        done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }));
      else if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
      else done(null, '127.0.0.1', 4);
    });
    transport = createTransport({ ca: [fixture('ca.pem')] }, {});
    client = new SigmicClient({
      origin: () => `https://api.sigmic.test:${front.port}`,
      credential: () => Promise.resolve(emulator.key),
      transport: () => transport,
      log: silentLog,
      clock,
    });
    registry = new SessionRegistry({ client, log: silentLog, clock });
  });

  afterEach(async () => {
    registry.dispose();
    mock.restoreAll();
    await transport.close();
    await Promise.all([proxy.close(), elsewhere.close(), front.close()]);
    await emulator.close();
  });

  /** As the extension does it when a setting of the network changes. */
  function useNetwork(settings: NetworkSettings): void {
    void transport.close();
    transport = createTransport({ ca: [fixture('ca.pem')], ...settings }, {});
  }

  function answering(status: string, headers: Record<string, string>, body: string): Promise<void> {
    const mode: FrontMode = { answer: answerOf(status, headers, body) };
    return front.become(mode);
  }

  async function leave(): Promise<void> {
    isNameKnown = true;
    useNetwork({});
    await front.become('open');
  }

  /** A new session on a task, and a view that is told every change of it. */
  async function begin(message: string): Promise<{ session: TaskSession; view: () => Transcript }> {
    const direct = clientOf(emulator.url, transport);
    const { id } = await direct.createTask({ message, autoExecute: false });
    const { session } = registry.acquire(id);
    let view = session.transcript;
    session.onUpdate(({ patches }) => (view = applyPatches(view, patches)));
    return { session, view: () => view };
  }

  const clientOf = (origin: string, by: Transport): SigmicClient =>
    new SigmicClient({
      origin: () => origin,
      credential: () => Promise.resolve(emulator.key),
      transport: () => by,
      log: silentLog,
    });

  const says = (session: TaskSession, words: RegExp): Promise<void> =>
    when(session, () => {
      const { connection } = session;
      return connection.kind === 'reconnecting' && words.test(connection.reason);
    });

  const posts = (path: RegExp): number =>
    emulator.requests.filter((request) => request.method === 'POST' && path.test(request.path)).length;

  /** What somebody sees who opens the task only now, with nothing on the way. */
  async function asTheServerTells(taskId: string): Promise<unknown> {
    const direct = createTransport({}, {});
    const late = new SessionRegistry({ client: clientOf(emulator.url, direct), log: silentLog });
    const { session } = late.acquire(taskId);
    await when(session, () => session.connection.kind === 'idle');
    const told = gist(session.transcript);
    late.dispose();
    await direct.close();
    return told;
  }

  for (const [name, { enter, says: words }] of Object.entries(stations)) {
    it(`that has ${name} says so, and loses and doubles nothing`, async () => {
      emulator.script(/^Go/, [
        text('Before. '),
        { approval: { callId: 'c1', toolName: 'run_shell_command', args: { command: 'ls' } } },
        text('Behind. '),
        { gate: 'end' },
        text('The end.'),
      ]);
      const { session, view } = await begin('Go');
      await when(session, () => session.waiting.length === 1);

      await enter();
      await says(session, words);
      await assert.rejects(session.answer('c1', 'proceed_once'), (error) => isSigmicError(error));
      assert.deepEqual(
        session.waiting.map(({ callId }) => callId),
        ['c1'],
      );
      assert.equal(posts(/approve$/), 0);

      await leave();
      await when(session, () => session.connection.kind === 'connected');
      assert.equal(await session.answer('c1', 'proceed_once'), 'answered');
      await when(session, () => textOf(session.transcript.turns.at(-1)) === 'Before. Behind. ');
      await enter();
      emulator.openGate('end');
      await says(session, words);
      await assert.rejects(session.send('And then?', []), (error) => isSigmicError(error));
      assert.equal(session.transcript.turns.length, 1);

      await leave();
      await when(session, () => session.connection.kind === 'idle');
      assert.equal(textOf(session.transcript.turns[0]), 'Before. Behind. The end.');
      await session.send('And then?', []);
      await when(session, () => session.connection.kind === 'idle' && session.transcript.turns.length === 2);
      assert.deepEqual(view(), session.transcript);
      assert.deepEqual(gist(session.transcript), await asTheServerTells(session.taskId));
      assert.deepEqual([posts(/approve$/), posts(/messages$/)], [1, 1]);
      assert.deepEqual([front.betrayed, elsewhere.requests.length], [0, 0]);
    });
  }

  it('from one to the next of them, while the task goes on, comes through with the whole answer', async () => {
    const names = Object.keys(stations);
    const parts = names.map((name, index) => [{ gate: `part ${index}` }, text(`Told at ${name}. `)]);
    emulator.script(/^Travel/, [text('It begins. '), ...parts.flat(), { gate: 'end' }, text('It ends.')]);
    await front.vanish();
    const { session, view } = await begin('Travel');
    for (const [index, { enter, says: words }] of Object.values(stations).entries()) {
      isNameKnown = true;
      useNetwork({});
      await enter();
      emulator.openGate(`part ${index}`);
      await says(session, words);
    }
    await leave();
    const middle = names.map((name) => `Told at ${name}. `).join('');
    await when(session, () => textOf(session.transcript.turns.at(-1)) === `It begins. ${middle}`);
    emulator.openGate('end');
    await when(session, () => session.connection.kind === 'idle');
    assert.equal(textOf(session.transcript.turns[0]), `It begins. ${middle}It ends.`);
    assert.deepEqual(session.transcript.turns[0]?.end, { kind: 'completed' });
    assert.deepEqual(view(), session.transcript);
    assert.deepEqual(gist(session.transcript), await asTheServerTells(session.taskId));
    assert.ok(front.answered >= 4, `${front.answered} answers in the server's place`);
    assert.ok(proxy.asked.length > 0);
    assert.deepEqual([front.betrayed, elsewhere.requests.length], [0, 0]);
  });
});

/** What counts: who said what, what the tools did, and how it ended. */
function gist({ turns }: Transcript): unknown {
  return turns.map((turn) => ({
    user: turn.user?.text,
    text: textOf(turn),
    tools: turn.segments.flatMap((segment) =>
      segment.kind === 'tool' ? [`${segment.toolName} ${segment.status}`] : [],
    ),
    end: turn.end?.kind,
  }));
}
