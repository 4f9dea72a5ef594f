import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(import.meta.dirname, '../../..');

describe('a short soak', () => {
  it('tells every conversation as the server has it, and ends by itself with nothing left behind', async () => {
    const main = ['--expose-gc', '--import=tsx', 'test/soak/main.ts', '--minutes', '0.15'];
    const child = spawn(process.execPath, main, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [out, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
    assert.equal(code, 0, `${out}\n${errors}`);
    const [, cuts = '0'] = /(\d+) connections cut/.exec(out) ?? [];
    assert.ok(Number(cuts) > 0, out);
  }).timeout(90_000);
});
