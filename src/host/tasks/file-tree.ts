import type { Artifact } from '../../core/api';

/** A folder of a task's workspace; `path` is empty for its root. */
export interface Folder {
  readonly path: string;
  readonly name: string;
  readonly folders: ReadonlyMap<string, Folder>;
  readonly files: readonly { readonly path: string; readonly name: string; readonly artifact: Artifact }[];
}

interface Draft {
  readonly path: string;
  readonly name: string;
  readonly folders: Map<string, Draft>;
  readonly files: { path: string; name: string; artifact: Artifact }[];
}

/** The folders that a flat list of clean paths means; folders and files each in the order people count in. */
export function fileTree(files: ReadonlyMap<string, Artifact>): Folder {
  const root: Draft = { path: '', name: '', folders: new Map(), files: [] };
  const order = new Intl.Collator(undefined, { numeric: true });
  const sorted = [...files].sort(([a], [b]) => order.compare(a, b));
  for (const [path, artifact] of sorted) {
    const names = path.split('/');
    const name = names.pop() ?? path;
    let folder = root;
    for (const part of names) folder = subfolder(folder, part);
    folder.files.push({ path, name, artifact });
  }
  return root;
}

/** The folder at `path` below `root`; undefined when no file is in it. */
export function findFolder(root: Folder, path: string): Folder | undefined {
  let folder: Folder | undefined = root;
  for (const name of path === '' ? [] : path.split('/')) folder = folder?.folders.get(name);
  return folder;
}

function subfolder(parent: Draft, name: string): Draft {
  const known = parent.folders.get(name);
  if (known !== undefined) return known;
  const made: Draft = {
    path: parent.path === '' ? name : `${parent.path}/${name}`,
    name,
    folders: new Map(),
    files: [],
  };
  parent.folders.set(name, made);
  return made;
}
