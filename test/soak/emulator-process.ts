import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

export interface EmulatorProcess {
  readonly url: string;
  readonly key: string;
  stop(): Promise<void>;
}

const main = fileURLToPath(new URL('../emulator/main.ts', import.meta.url));
const Ready = v.object({ url: v.string(), key: v.string() });

/** An emulator in a process of its own, so that its heap is none of ours. */
export async function startEmulatorProcess(): Promise<EmulatorProcess> {
  const data = mkdtempSync(join(tmpdir(), 'sigmic-soak-'));
  const child = spawn(process.execPath, ['--import=tsx', main, '--json', '--data', data, '--pace', '4'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface(child.stdout);
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    void exited.then(() => reject(new Error('The emulator did not start.')));
  });
  const { url, key } = v.parse(Ready, JSON.parse(line));
  return {
    url,
    key,
    stop: async () => {
      lines.close();
      child.kill('SIGTERM');
      await exited;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
