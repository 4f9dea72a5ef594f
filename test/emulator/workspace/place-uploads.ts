import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { validationError } from '../http/api-error';
import type { StagedFile } from '../http/uploads';
import type { AttachedFile } from '../tasks/records';
import { unzip } from './unzip';
import { Workspace } from './workspace';

const isZip = (name: string): boolean => name.toLowerCase().endsWith('.zip');

/** Unpacks the archives among the files, beside them; a bad archive is a VALIDATION_ERROR. */
export async function unpackArchives(files: readonly StagedFile[]): Promise<void> {
  for (const { name, stagedPath } of files) {
    if (!isZip(name)) continue;
    try {
      await unzip(stagedPath, `${stagedPath}.unpacked`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw validationError(`"${name}" cannot be unpacked: ${why}`);
    }
  }
}

/**
 * Moves staged files into `uploads/`, and what was in archives beside them. A name that is taken gets a number,
 * so that an earlier upload is never lost.
 */
export async function placeUploads(
  files: readonly StagedFile[],
  workspace: Workspace,
): Promise<AttachedFile[]> {
  const attached: AttachedFile[] = [];
  for (const { name, stagedPath } of files) {
    const safeName = basename(name.replaceAll('\\', '/')).replaceAll('\0', '') || 'file';
    attached.push({ name: safeName, path: await move(stagedPath, safeName, workspace) });
    if (!isZip(name)) continue;
    for (const { path } of await new Workspace(`${stagedPath}.unpacked`).files()) {
      await move(join(`${stagedPath}.unpacked`, path), path, workspace);
    }
  }
  return attached;
}

async function move(from: string, name: string, workspace: Workspace): Promise<string> {
  const { dir, name: stem, ext } = parse(name === '..' || name === '.' ? 'file' : name);
  let path = join('uploads', name);
  for (let number = 2; (await workspace.stat(path)) !== undefined; number += 1) {
    path = join('uploads', dir, `${stem} (${number})${ext}`);
  }
  const target = await workspace.resolve(path);
  await mkdir(dirname(target), { recursive: true });
  await rename(from, target);
  return path;
}
