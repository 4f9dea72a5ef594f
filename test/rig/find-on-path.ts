import { spawnSync } from 'node:child_process';

/** Where a program of this name is, if there is one. */
export function findOnPath(name: string): string | undefined {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}
