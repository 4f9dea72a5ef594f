/** A file that is packed with others; `path` is where it is in the workspace, if it is in there. */
export interface Packable {
  readonly name: string;
  readonly path?: string | undefined;
}

/**
 * The path of each file in a ZIP of all of them: below the deepest folder that has all those of the workspace; never absolute,
 * none twice. What is from elsewhere lies at the top under its own name.
 */
export function packPaths(files: readonly Packable[]): readonly string[] {
  const shared = sharedFolder(files.flatMap(({ path }) => (path === undefined ? [] : [path])));
  const taken = new Set<string>();
  return files.map(({ name, path }) => {
    const free = freeName(path?.slice(shared.length) ?? name, (candidate) => taken.has(candidate));
    taken.add(free.toLowerCase());
    return free;
  });
}

/** `data.csv`, or `data (2).csv` when that is taken; names that differ only in case count as one. */
export function freeName(name: string, isTaken: (lowerCase: string) => boolean): string {
  const dot = name.lastIndexOf('.');
  const [stem, extension] =
    dot > name.lastIndexOf('/') + 1 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let candidate = name;
  for (let n = 2; isTaken(candidate.toLowerCase()); n++) candidate = `${stem} (${n})${extension}`;
  return candidate;
}

/** With the slash at its end; '' when there is none. */
function sharedFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  let folder = first.slice(0, first.lastIndexOf('/') + 1);
  while (!others.every((path) => path.startsWith(folder))) {
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
  }
  return folder;
}
