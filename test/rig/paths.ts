import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folders that the rig reads and writes. Everything written is git-ignored. */
export const projectRoot = resolve(__dirname, '..', '..');
export const downloads = join(projectRoot, '.vscode-test');
export const out = join(projectRoot, 'out');
export const screenshots = join(out, 'screenshots');
export const counts = join(out, 'counts');
export const sampleWorkspace = join(projectRoot, 'test', 'sample');
export const emulatorData = join(projectRoot, '.sigmic-emulator');

/** Name, publisher and version from the manifest. */
export function readManifest(): { name: string; publisher: string; version: string } {
  const manifest: unknown = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null) throw new Error('package.json is not an object.');
  const field = (key: string): string => {
    const value: unknown = Reflect.get(manifest, key);
    if (typeof value !== 'string') throw new Error(`package.json has no "${key}".`);
    return value;
  };
  return { name: field('name'), publisher: field('publisher'), version: field('version') };
}
