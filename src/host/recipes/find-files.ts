import * as vscode from 'vscode';

/** More than one message takes: the composer says so when it is too much. */
const MAX_FOUND = 200;

/** The files of a folder that a recipe names, by path or by glob; never one outside of the folder. */
export async function findFiles(
  folder: vscode.Uri,
  globs: readonly string[],
): Promise<readonly vscode.Uri[]> {
  const found = await Promise.all(
    globs.map(async (glob) => {
      // A path needs no search, and is named to the person when it is not there.
      if (!/[*?[{]/.test(glob)) return [vscode.Uri.joinPath(folder, glob)];
      return vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), undefined, MAX_FOUND);
    }),
  );
  const inside = found.flat().filter(({ path }) => path.startsWith(`${folder.path.replace(/\/$/, '')}/`));
  return [...new Map(inside.map((uri) => [uri.toString(), uri])).values()];
}
