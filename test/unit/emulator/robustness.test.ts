import assert from 'node:assert/strict';
import fc from 'fast-check';
import { connect } from 'node:net';
import { calculate } from '../../emulator/agent/calculate';
import { EventCounter } from '../../emulator/faults/event-counter';
import { Rig } from './rig';

describe('emulator: robustness', () => {
  let rig: Rig;
  before(async () => (rig = await Rig.start({ startWhenWatched: false })));
  after(() => rig.close());

  /** Sends bytes over a bare socket and hangs up once they are out. */
  function sendAndHangUp(bytes: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(rig.emulator.url).port), '127.0.0.1', () => {
        socket.write(bytes, () => socket.destroy());
      });
      socket.on('error', reject);
      socket.on('close', () => resolve());
    });
  }

  it('survives uploads that break off anywhere', async () => {
    const part =
      '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhello\r\n--x--\r\n';
    const head = [
      'POST /api/v1/tasks HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${rig.emulator.key}`,
      'Content-Type: multipart/form-data; boundary=x',
      `Content-Length: ${part.length}`,
    ];
    const request = `${head.join('\r\n')}\r\n\r\n${part}`;
    for (let length = 1; length < request.length; length += 13) await sendAndHangUp(request.slice(0, length));
    assert.equal((await rig.json('/tasks')).status, 200);
  });

  it('survives readers that leave at any time', async () => {
    const id = await rig.create('Give me a long answer in 10 sections');
    const read = async (chunks: number): Promise<void> => {
      const leaving = new AbortController();
      const response = await rig.fetch(`/tasks/${id}/stream`, { signal: leaving.signal });
      const reader = response.body?.getReader();
      for (let count = 0; count < chunks; count += 1) await reader?.read();
      leaving.abort();
    };
    await Promise.all([0, 1, 2, 3, 5, 8].map(read));
    await rig.watch(id);
    assert.equal((await rig.task(id)).status, 'completed');
  });

  it('does not wait for a reader that does not read', async () => {
    const id = await rig.create('Give me a long answer in 100 sections');
    const leaving = new AbortController();
    await rig.fetch(`/tasks/${id}/stream`, { signal: leaving.signal });
    await rig.watch(id);
    assert.equal((await rig.task(id)).status, 'completed');
    leaving.abort();
  });

  it('answers nonsense with its own error form', async () => {
    const bad = [
      rig.json('/tasks', { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/weird' } }),
      rig.json('/tasks', { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data' } }),
      rig.json('/tasks', { method: 'POST', headers: { 'content-type': 'application/json' } }),
    ];
    for (const { status, body } of await Promise.all(bad)) {
      assert.equal(status, 400);
      assert.equal(body.success, false);
    }
  });

  it('counts events in any stream, leaving out comments, with LF or CR LF', () => {
    const block = fc.constantFrom<[string, number]>(
      ['event: a\ndata: 1\n\n', 1],
      ['data: only\n\n', 1],
      [':heartbeat\n\n', 0],
      [': one\n: two\n\n', 0],
      ['\n', 0],
    );
    fc.assert(
      fc.property(fc.array(block), fc.boolean(), (blocks, crlf) => {
        const text = blocks.map(([bytes]) => bytes).join('');
        const counter = new EventCounter();
        for (const byte of Buffer.from(crlf ? text.replaceAll('\n', '\r\n') : text)) counter.push(byte);
        assert.equal(
          counter.count,
          blocks.reduce((sum, [, count]) => sum + count, 0),
        );
      }),
    );
  });

  it('calculates as a sum of products should be, and nothing else', () => {
    const small = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(small, small, small, small, (a, b, c, d) => {
        assert.equal(calculate(`${a} + ${b}*${c} - (${d} - ${a})`), a + b * c - (d - a));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const value = calculate(text);
        assert.ok(value === undefined || Number.isFinite(value));
      }),
    );
    for (const text of ['', '2+', '(2', '2)', '1/0', 'x+1', '2 2', '()'])
      assert.equal(calculate(text), undefined, text);
  });
});
