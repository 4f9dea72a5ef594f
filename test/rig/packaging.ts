import { createVSIX } from '@vscode/vsce';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { runOrFail } from './child';
import { projectRoot, readManifest } from './paths';

/** The bundles as users get them: minified, within their budgets. */
export async function buildForProduction(): Promise<void> {
  await runOrFail(process.execPath, ['esbuild.mjs', '--production'], { cwd: projectRoot });
}

/** Packs `dist` and what else `.vscodeignore` lets through into a VSIX in `folder`; answers its path. */
export async function packageExtension(folder: string): Promise<string> {
  const { name, version } = readManifest();
  const packagePath = join(folder, `${name}-${version}.vsix`);
  await createVSIX({ cwd: projectRoot, packagePath, dependencies: false, allowMissingRepository: true });
  return packagePath;
}

/**
 * Builds, packs and unpacks the extension as an installation would, into a folder that lives as long as this
 * process. SIGMIC_RIG_EXTENSION names one that was made before: test runs share it.
 */
export async function prepareExtension(): Promise<string> {
  const made = process.env['SIGMIC_RIG_EXTENSION'];
  if (made !== undefined) return made;
  await buildForProduction();
  const folder = await mkdtemp(join(tmpdir(), 'sigmic-package-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const vsix = await packageExtension(folder);
  return unpack(vsix, join(folder, 'unpacked'));
}

async function unpack(vsix: string, target: string): Promise<string> {
  const prefix = 'extension/';
  const archive = await openPromise(vsix);
  for await (const entry of archive.eachEntry()) {
    if (!entry.fileName.startsWith(prefix) || entry.fileName.endsWith('/')) continue;
    const file = resolve(target, entry.fileName.slice(prefix.length));
    if (!file.startsWith(target + sep)) throw new Error(`${entry.fileName} leaves the package.`);
    await mkdir(dirname(file), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(file));
  }
  return target;
}
