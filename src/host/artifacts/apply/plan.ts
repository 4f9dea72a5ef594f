import * as vscode from 'vscode';
import type { Artifact, TaskApi } from '../../../core/api';
import type { LeftOut } from '../left-out';
import { findPlace, type Place, type Refusal } from '../place';
import { readWhole } from '../read-whole';
import { folded } from '../safe-path';
import type { Origin } from '../origin';
import { destinationOf, type Destination } from './destination';
import { changesScripts, sensitivePath } from './sensitive';
import { textOf, withLineEnds } from './text';

/** Larger files are not compared: they are taken for changed, and streamed to disk without being held in memory. */
export const largest = 16 * 1024 * 1024;

/** What applying one file would do. */
export interface PlannedFile {
  /** Clean path in the task. */
  readonly path: string;
  readonly file: Artifact;
  /** Path below the workspace folder; when that is another than the one that was chosen, its name comes first. */
  readonly target: string;
  readonly uri: vscode.Uri;
  readonly place: Place;
  readonly state: 'new' | 'changed' | 'same';
  readonly content: PlannedContent;
  /** Why it is applied only after a question. */
  readonly sensitive?: string | undefined;
  /** The editor has changes of it that are not saved. */
  readonly unsaved: boolean;
}

/** Text goes through the editor, so that it can be undone; bytes, and what is too large to hold, through the file system. */
export type PlannedContent =
  | { readonly kind: 'text'; readonly text: string; readonly bytes: Uint8Array }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'large' };

export interface Plan {
  readonly files: readonly PlannedFile[];
  readonly leftOut: readonly LeftOut[];
}

interface PlanOptions {
  readonly client: Pick<TaskApi, 'downloadArtifact'>;
  readonly taskId: string;
  /** Where files are written whose origin is not known. */
  readonly folder: vscode.Uri;
  readonly origins: ReadonlyMap<string, Origin>;
  readonly signal: AbortSignal;
  /** Called before each file is looked at. */
  readonly onFile: (path: string, index: number) => void;
}

/** Looks at each file, here and in the task, and writes nothing. Throws SigmicError when a download fails. */
export async function planFiles(files: ReadonlyMap<string, Artifact>, options: PlanOptions): Promise<Plan> {
  const planned: PlannedFile[] = [];
  const leftOut: LeftOut[] = [];
  const taken = new Map<string, string>();
  for (const [index, [path, file]] of [...files].entries()) {
    options.signal.throwIfAborted();
    options.onFile(path, index);
    const found = await planFile(path, file, options);
    const reason = 'reason' in found ? found.reason : twin(taken, found);
    if (reason !== undefined) leftOut.push({ path, reason });
    else if (!('reason' in found)) planned.push(found);
  }
  return { files: planned, leftOut };
}

async function planFile(path: string, file: Artifact, options: PlanOptions): Promise<PlannedFile | Refusal> {
  const { client, taskId, signal } = options;
  const destination = await findDestination(path, file, options);
  if ('reason' in destination) return destination;
  const { folder, path: target } = destination;
  const place = await findPlace(folder, target);
  if ('reason' in place) return place;
  const { uri, exists } = place;
  const common = {
    path,
    file,
    target: shownTarget(destination, options.folder),
    uri,
    place,
    unsaved: isUnsaved(uri),
    sensitive: sensitivePath(target) ?? sensitivePath(place.realPath),
  };
  if (file.size > largest)
    return { ...common, state: exists ? 'changed' : 'new', content: { kind: 'large' } };
  const bytes = await readWhole(client, taskId, file, signal);
  const text = textOf(bytes);
  const before = exists ? await vscode.workspace.fs.readFile(uri) : undefined;
  const oldText = before === undefined ? undefined : textOf(before);
  const scripts = text !== undefined && changesScripts(target, oldText, text);
  const sensitive = common.sensitive ?? (scripts ? 'changes the commands that packages run' : undefined);
  // What is not text here must not go through an editor that would write it anew; nor a notebook, which has an editor of its own.
  const asText =
    text !== undefined && (before === undefined || oldText !== undefined) && !/\.ipynb$/i.test(target);
  if (!asText) {
    const same = before !== undefined && Buffer.compare(before, bytes) === 0;
    return { ...common, sensitive, state: stateOf(before, same), content: { kind: 'bytes', bytes } };
  }
  const shown = openText(uri) ?? oldText;
  const same = shown !== undefined && withLineEnds(shown, '\n') === withLineEnds(text, '\n');
  return { ...common, sensitive, state: stateOf(before, same), content: { kind: 'text', text, bytes } };
}

async function findDestination(
  path: string,
  file: Artifact,
  { folder, origins }: PlanOptions,
): Promise<Destination | Refusal> {
  // As it is listed: a clean path has no slash in front any more.
  if (file.path.startsWith('/')) return { folder, path: file.path };
  return destinationOf(path, origins.get(path) ?? { kind: 'unknown' }, folder);
}

function shownTarget({ folder, path }: Destination, chosen: vscode.Uri): string {
  if (folder.toString() === chosen.toString()) return path;
  return `${vscode.workspace.getWorkspaceFolder(folder)?.name ?? ''}/${path}`;
}

function stateOf(before: Uint8Array | undefined, same: boolean): PlannedFile['state'] {
  return before === undefined ? 'new' : same ? 'same' : 'changed';
}

/** Two files for one place: the first counts. */
function twin(taken: Map<string, string>, { path, uri }: PlannedFile): string | undefined {
  const key = folded(uri.toString());
  const other = taken.get(key);
  taken.set(key, other ?? path);
  return other === undefined ? undefined : `has the same place as "${other}"`;
}

function isUnsaved(uri: vscode.Uri): boolean {
  const wanted = uri.toString();
  const { textDocuments, notebookDocuments } = vscode.workspace;
  return [...textDocuments, ...notebookDocuments].some(
    (document) => document.isDirty && document.uri.toString() === wanted,
  );
}

function openText(uri: vscode.Uri): string | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted)?.getText();
}
