import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import type { Tool } from '../tool';

const timeLimitMs = 60_000;
const maxOutputBytes = 64 * 1024;

export interface ShellOutput {
  exitCode: number | null;
  output: string;
  truncated: boolean;
  timedOut: boolean;
}

/**
 * A command in a real shell, in the workspace, with the task's own environment and nothing of ours but PATH.
 * It is ended with all its children on cancel and after a minute; 64 kB of its output are kept.
 */
export const runShellCommand: Tool<{ command: string }, ShellOutput> = {
  name: 'run_shell_command',
  async run({ command }, { workspace, env, signal }) {
    signal.throwIfAborted();
    await mkdir(workspace.root, { recursive: true });
    return new Promise((resolve, reject) => {
      const child = spawn('/bin/sh', ['-c', command], {
        cwd: workspace.root,
        env: { PATH: process.env.PATH, HOME: workspace.root, LANG: 'C.UTF-8', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true, // a process group of its own, so that the children end with it
      });
      const kept: Buffer[] = [];
      let bytes = 0;
      let timedOut = false;
      const keep = (chunk: Buffer): void => {
        if (bytes < maxOutputBytes) kept.push(chunk.subarray(0, maxOutputBytes - bytes));
        bytes += chunk.length;
      };
      const kill = (): void => {
        if (child.pid === undefined) return;
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // It ended by itself in the meantime.
        }
      };
      const timer = setTimeout(() => {
        timedOut = true;
        kill();
      }, timeLimitMs);
      signal.addEventListener('abort', kill);
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.on('error', reject);
      child.on('close', (exitCode) => {
        clearTimeout(timer);
        kill(); // what it left in the background
        signal.removeEventListener('abort', kill);
        const output = Buffer.concat(kept).toString('utf8');
        resolve({ exitCode, output, truncated: bytes > maxOutputBytes, timedOut });
      });
    });
  },
  text: ({ exitCode, output, timedOut }) =>
    `${output}${timedOut ? '\n(ended after 60 s)' : ''}${exitCode === 0 ? '' : `\n(exit code ${exitCode ?? 'none'})`}`.trim(),
};
