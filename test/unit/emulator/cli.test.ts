import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { asObject } from './rig';

const root = join(import.meta.dirname, '../../..');

describe('emulator: command line', () => {
  let dataDir: string;
  before(async () => (dataDir = await mkdtemp(join(tmpdir(), 'sigmic-test-'))));
  after(() => rm(dataDir, { recursive: true, force: true }));

  function start(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
    const command = ['--import=tsx', 'test/emulator/main.ts', '--data', dataDir, ...args];
    return spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Reads the output until it holds the pattern. */
  async function waitFor(output: Readable, pattern: RegExp): Promise<RegExpExecArray> {
    let text = '';
    for await (const chunk of output.iterator({ destroyOnReturn: false })) {
      text += String(chunk);
      const match = pattern.exec(text);
      if (match !== null) return match;
    }
    throw new Error(`Not printed: ${String(pattern)} in ${text}`);
  }

  it('prints URL and key, serves, and ends cleanly on SIGINT', async () => {
    const child = start('--port', '0', '--pace', '0');
    const [, url = '', key = ''] = await waitFor(
      child.stdout,
      /^URL: (http:\/\/127\.0\.0\.1:\d+)\nKey: (sigmic_[0-9a-f]{64})\n/,
    );
    const response = await fetch(`${url}/api/v1/tasks`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(response.status, 200);
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('takes a key, prints JSON, and ends cleanly on SIGTERM', async () => {
    const key = `sigmic_${'12'.repeat(32)}`;
    const child = start('--json', '--key', key);
    const [line] = await waitFor(child.stdout, /^.*(?=\n)/);
    const printed = asObject(JSON.parse(line));
    assert.equal(printed.key, key);
    assert.equal(typeof printed.controlToken, 'string');
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('refuses nonsense', async () => {
    const child = start('--port', 'many');
    const [line] = await waitFor(child.stderr, /--port takes.*/);
    assert.match(line, /"many"/);
    assert.deepEqual(await once(child, 'exit'), [1, null]);
  });
});
