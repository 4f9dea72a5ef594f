import * as vscode from 'vscode';
import type { Artifact } from '../../core/api';
import { makeVisible, taskTitle } from '../../core/visible-text';
import { artifactUri } from '../platform/artifact-uri';
import { inBatches } from '../platform/batches';
import { withSlowProgress } from '../platform/slow-progress';
import type { UploadOrigins } from '../platform/upload-origins';
import { count } from './left-out';
import { findOrigin, type Origin } from './origin';

/** Two files side by side; one that is not there is compared as an empty one. */
interface Pair {
  readonly path: string;
  readonly left: vscode.Uri | undefined;
  readonly right: vscode.Uri | undefined;
}

type Files = ReadonlyMap<string, Artifact>;

/** More than anybody reads, and each is opened. */
const mostPairs = 100;
/** Each is downloaded to be compared. */
const AT_ONCE = 8;
/** Kinds of files that the editor for many comparisons cannot show. */
const notText = /^(audio|video|font)\/|^image\/(?!svg)|^application\/(pdf|zip|gzip|x-tar|octet-stream|vnd\.)/;

/**
 * Shows what a task's file is beside the workspace's file of that path: the workspace on the left, the task on the right. Where the
 * workspace has none, the person picks one; nothing happens when they dismiss that. Answers whether something was shown.
 */
export async function compareWithWorkspace(
  path: string,
  artifact: vscode.Uri,
  origin: Origin,
): Promise<boolean> {
  if (origin.kind === 'undecided') return false;
  const own = (await findInWorkspace(path, origin)) ?? (await pickFile(path));
  if (own === undefined) return false;
  const title = `${makeVisible(path)} (workspace ↔ task)`;
  await vscode.commands.executeCommand('vscode.diff', own, artifact, title);
  return true;
}

/** The same for many files in one editor; those that differ in nothing are left out. Answers the paths that are shown. */
export async function compareAllWithWorkspace(
  taskId: string,
  files: Files,
  origins: Pick<UploadOrigins, 'of'>,
): Promise<readonly string[]> {
  const pairs: Pair[] = [];
  for (const path of texts(files)) {
    // One after the other, as each may ask.
    const origin = await findOrigin(origins, taskId, path);
    pairs.push({ path, left: await findInWorkspace(path, origin), right: artifactUri(taskId, path) });
  }
  return show(pairs, 'Workspace ↔ task', files.size);
}

/** The files of two tasks by path, also those that only one of them has. Answers the paths that are shown. */
export async function compareFilesOfTasks(
  one: { readonly taskId: string; readonly files: Files; readonly name: string },
  other: { readonly taskId: string; readonly files: Files; readonly name: string },
): Promise<readonly string[]> {
  const paths = [...new Set([...texts(one.files), ...texts(other.files)])].sort();
  const pairs = paths.map((path): Pair => ({
    path,
    left: one.files.has(path) ? artifactUri(one.taskId, path) : undefined,
    right: other.files.has(path) ? artifactUri(other.taskId, path) : undefined,
  }));
  const all = new Set([...one.files.keys(), ...other.files.keys()]).size;
  return show(pairs, `${taskTitle(one.name, 60)} ↔ ${taskTitle(other.name, 60)}`, all);
}

async function show(pairs: readonly Pair[], title: string, all: number): Promise<readonly string[]> {
  const differing = await onlyDiffering(pairs);
  if (differing === 'stopped') return [];
  const shown = differing.slice(0, mostPairs);
  const others = all - pairs.length + (differing.length - shown.length);
  const note = others === 0 ? '' : ` ${count(others, 'file')} cannot be shown here.`;
  if (shown.length === 0) {
    void vscode.window.showInformationMessage(`There is no difference in text.${note}`);
    return [];
  }
  if (note !== '')
    void vscode.window.setStatusBarMessage(`Compared ${count(shown.length, 'file')}.${note}`, 8000);
  const resources = shown.map(({ left, right }) => [right ?? left, left, right]);
  await vscode.commands.executeCommand('vscode.changes', title, resources);
  return shown.map(({ path }) => path);
}

function onlyDiffering(pairs: readonly Pair[]): Promise<readonly Pair[] | 'stopped'> {
  return withSlowProgress(`Comparing ${count(pairs.length, 'file')}`, async ({ signal }) => {
    const differing = await inBatches(pairs, AT_ONCE, async (pair) =>
      signal.aborted || (await isSame(pair)) ? [] : [pair],
    );
    return signal.aborted ? 'stopped' : differing.flat();
  });
}

function texts(files: Files): readonly string[] {
  return [...files].filter(([, { mimeType }]) => !notText.test(mimeType ?? '')).map(([path]) => path);
}

/** Throws what the file system throws: who cannot read a file is told so, not that it is empty. */
async function isSame({ left, right }: Pair): Promise<boolean> {
  if (left === undefined || right === undefined) return false;
  const { fs } = vscode.workspace;
  const [a, b] = await Promise.all([fs.stat(left), fs.stat(right)]);
  if (a.size !== b.size) return false;
  return Buffer.compare(await fs.readFile(left), await fs.readFile(right)) === 0;
}

/** An upload was sent without its folders: it is where it came from; if nobody knows, maybe at the top, where most are attached from. */
async function findInWorkspace(path: string, origin: Origin): Promise<vscode.Uri | undefined> {
  if (origin.kind === 'known') return (await isFile(origin.uri)) ? origin.uri : undefined;
  if (origin.kind === 'undecided') return undefined;
  const paths = path.startsWith('uploads/') ? [path, path.slice('uploads/'.length)] : [path];
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    for (const candidate of paths) {
      const file = vscode.Uri.joinPath(uri, candidate);
      if (await isFile(file)) return file;
    }
  }
  return undefined;
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    // Not there, which is what was asked.
    return false;
  }
}

async function pickFile(path: string): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: `Compare ${makeVisible(path)} with`,
    openLabel: 'Compare',
  });
  return picked?.[0];
}
