import * as vscode from 'vscode';
import { SigmicError, type Artifact } from '../../core/api';
import { makeVisible } from '../../core/visible-text';
import { downloadFile, type Downloads } from './download';
import { count, type LeftOut } from './left-out';
import { confirmPlace, findPlace, type Place } from './place';
import { withProgress } from './progress';
import { folded } from './safe-path';
import { counted } from './save-download';
import { writeFile } from './write-file';

interface Planned {
  readonly path: string;
  readonly file: Artifact;
  readonly place: Place;
}

type Collisions = 'replace' | 'keepBoth' | 'skip';

/** What became of the files; nothing when the person dismissed a question. */
export interface Saved {
  readonly paths: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Saves files of a task below `folder`, each whole or not at all, with one progress for all and one question about those that are there
 * already. Cancelled, it keeps what was saved. Throws what a download or the file system throws.
 */
export async function saveAll(
  client: Downloads,
  taskId: string,
  files: ReadonlyMap<string, Artifact>,
  folder: vscode.Uri,
): Promise<Saved | undefined> {
  const { planned, leftOut } = await planAll(files, folder);
  const taken = planned.filter(({ place }) => place.exists).length;
  const collisions = taken === 0 ? 'replace' : await askAboutCollisions(taken, planned.length);
  if (collisions === undefined) return undefined;
  const wanted = await settle(planned, collisions, folder);
  const total = wanted.reduce((sum, { file }) => sum + Math.max(0, file.size), 0);
  const paths: string[] = [];
  await withProgress(`Saving ${count(wanted.length, 'file')}`, total, async (signal, advance) => {
    for (const { path, file, place } of wanted) {
      signal.throwIfAborted();
      await confirmPlace(place);
      await writeFile(place.uri, counted(downloadFile(client, taskId, file, signal), advance), signal);
      paths.push(path);
    }
  });
  return { paths, leftOut };
}

async function planAll(
  files: ReadonlyMap<string, Artifact>,
  folder: vscode.Uri,
): Promise<{ planned: Planned[]; leftOut: LeftOut[] }> {
  // It may be about to be made.
  await vscode.workspace.fs.createDirectory(folder);
  const planned: Planned[] = [];
  const leftOut: LeftOut[] = [];
  const names = new Map<string, string>();
  for (const [path, file] of files) {
    const place = await findPlace(folder, file.path.startsWith('/') ? file.path : path);
    const other = names.get(folded(path));
    if ('reason' in place) leftOut.push({ path, reason: place.reason });
    else if (other !== undefined) leftOut.push({ path, reason: `has the same place as "${other}"` });
    else planned.push({ path, file, place });
    names.set(folded(path), other ?? path);
  }
  return { planned, leftOut };
}

async function askAboutCollisions(taken: number, all: number): Promise<Collisions | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly choice: Collisions })[] = [
    { label: 'Keep Both', description: 'the new ones get a number', choice: 'keepBoth' },
    { label: 'Replace', description: 'what is there is lost', choice: 'replace' },
    { label: 'Skip', description: 'save only the others', choice: 'skip' },
  ];
  const placeHolder = `${taken} of ${count(all, 'file')} ${taken === 1 ? 'is' : 'are'} in the folder already.`;
  return (await vscode.window.showQuickPick(items, { title: 'Save All Files', placeHolder }))?.choice;
}

async function settle(
  planned: readonly Planned[],
  collisions: Collisions,
  folder: vscode.Uri,
): Promise<readonly Planned[]> {
  if (collisions === 'replace') return planned;
  const free = planned.filter(({ place }) => !place.exists);
  if (collisions === 'skip') return free;
  const names = new Set(planned.map(({ path }) => folded(path)));
  const settled: Planned[] = [];
  for (const each of planned)
    settled.push(each.place.exists ? { ...each, place: await freePlace(folder, each.path, names) } : each);
  return settled;
}

/** `a (2).txt` beside `a.txt`, with the first number that is free. */
async function freePlace(folder: vscode.Uri, path: string, names: Set<string>): Promise<Place> {
  const [, stem = path, extension = ''] = /^(.*?[^/])(\.[^./]*)?$/.exec(path) ?? [];
  for (let number = 2; number < 1000; number += 1) {
    const name = `${stem} (${number})${extension}`;
    if (names.has(folded(name))) continue;
    const place = await findPlace(folder, name);
    if ('reason' in place || place.exists) continue;
    names.add(folded(name));
    return place;
  }
  throw new SigmicError('invalid', `There is no free name for "${makeVisible(path)}" in the folder.`, {
    code: 'NO_FREE_NAME',
    sent: false,
  });
}
