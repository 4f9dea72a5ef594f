import * as vscode from 'vscode';
import type { Attached } from '../attachment';
import { globMatcher, globReach } from '../platform/glob';
import { withSlowProgress, type SlowWork } from '../platform/slow-progress';
import { attachUris } from './attach';
import { baseName, quoted } from './describe-uri';
import { rulesAbove } from './git-repository';
import { exclusionsFor, placeOf } from './place';
import { uriTree } from './uri-tree';
import { maxFolderFiles, maxSeenFiles, TooManyFiles, walk } from './walk';

const nothing: Attached = { attachments: [], refused: [] };

/** The files below a folder that match one of these globs, by the same rules as a folder that is attached. */
export async function attachGlobs(folder: vscode.Uri, globs: readonly string[]): Promise<Attached> {
  if (globs.length === 0) return nothing;
  const name = quoted(baseName(folder.path));
  return withSlowProgress(`Looking for files in ${name}`, async (work) => {
    try {
      const { files, unmatched } = await findFiles(folder, globs, work);
      const { attachments, refused } = await attachUris(files, work.signal);
      if (unmatched.length === 0) return { attachments, refused };
      const missing = `No file in ${name} that may be sent matches ${unmatched.map(quoted).join(', ')}.`;
      return { attachments, refused: [missing, ...refused] };
    } catch (error) {
      if (work.signal.aborted)
        return { ...nothing, refused: [`The search for files in ${name} was stopped.`] };
      if (!(error instanceof TooManyFiles)) throw error;
      return {
        ...nothing,
        refused: [
          error.what === 'found'
            ? `More than ${maxFolderFiles} files in ${name} match: narrow them down.`
            : `There are more than ${maxSeenFiles} files and folders in ${name} to look through: name the folders that are meant.`,
        ],
      };
    }
  });
}

async function findFiles(
  folder: vscode.Uri,
  globs: readonly string[],
  { signal, report }: SlowWork,
): Promise<{ files: vscode.Uri[]; unmatched: string[] }> {
  const place = placeOf(folder);
  const { top, folder: start } = place;
  const below = (path: string): string => (start === '' ? path : path.slice(start.length + 1));
  const matches = globMatcher(globs);
  const reaches = globReach(globs);
  const { files } = await walk(uriTree(top), start, {
    exclusions: exclusionsFor(folder),
    rules: await rulesAbove(place),
    wanted: (path) => matches(below(path)),
    reaches: (path) => reaches(below(path)),
    signal,
    onProgress: (found) => report(`${found} ${found === 1 ? 'file' : 'files'}`),
  });
  const unmatched = globs.filter((glob) => {
    const matchesThis = globMatcher([glob]);
    return !files.some(({ path }) => matchesThis(below(path)));
  });
  return { files: files.map(({ path }) => vscode.Uri.joinPath(top, path)), unmatched };
}
