import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SigmicClient, createTransport } from '../../../src/core/api';
import { TaskSession } from '../../../src/core/session/task-session';
import { fastClock } from './fast-clock';
import { silentLog } from './watch';

describe('a server that asks to be asked again at once', () => {
  it('is asked no more often than any other that fails: `retry: 0` makes no hot loop', async () => {
    const at: number[] = [];
    const clock = fastClock(100);
    const server = createServer((_request, response) => {
      at.push(clock.now());
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        'retry: 0\nid: 7\n: x\n\nretry: 0\nevent: status\ndata: {"status":"processing"}\n\n',
        () => response.socket?.resetAndDestroy(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const transport = createTransport({}, {});
    const client = new SigmicClient({
      origin: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credential: () => Promise.resolve(`sigmic_${'0'.repeat(64)}`),
      transport: () => transport,
      log: silentLog,
      clock,
    });
    const task = { id: 't', status: 'running', message: 'x', pendingApprovals: [] } as const;
    const session = new TaskSession(
      't',
      { client, log: silentLog, clock, random: () => 0 },
      { ...task, pendingApprovals: [] },
    );
    const began = clock.now();
    // Three minutes of that clock.
    await new Promise<void>((resolve) => clock.after(180_000, resolve));
    session.dispose();
    await transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const minutes = [0, 1, 2].map(
      (minute) => at.filter((time) => Math.floor((time - began) / 60_000) === minute).length,
    );
    const [first = 0, ...later] = minutes;
    assert.ok(first >= 3 && first <= 12, minutes.join(' '));
    assert.ok(Math.max(...later) <= 6, minutes.join(' '));
    assert.ok(Math.min(...later) >= 1, minutes.join(' '));
  });
});
