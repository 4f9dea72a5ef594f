import * as vscode from 'vscode';
import { loadPart, SigmicError, type Artifact } from '../../core/api';
import { makeVisible } from '../../core/visible-text';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import { artifactUri } from '../platform/artifact-uri';
import type { HostServices } from '../services';
import { findOrigin } from './origin';
import { findFiles, oneTargetOf, targetsOf } from './targets';

interface Found {
  readonly taskId: string;
  readonly path: string;
  readonly file: Artifact;
  readonly uri: vscode.Uri;
}

type Command = (first: unknown, second?: unknown) => Promise<void>;

/**
 * The commands on one file: `sigmic.openArtifact(taskId, path)`; `previewArtifact`, `compareArtifact` and `saveArtifact` alike; a
 * file's node in the tree will do too. And `sigmic.markArtifactsSeen(taskId, paths?)`.
 */
export function registerArtifactCommands(
  services: HostServices,
  listings: ArtifactListings,
  marks: ArtifactMarks,
): vscode.Disposable {
  const { client, front, report, withSignIn } = services;
  const { executeCommand } = vscode.commands;

  /** `doing` completes "Could not ...". */
  const onFile = (doing: string, work: (found: Found) => PromiseLike<unknown>): Command => {
    const run: Command = async (first, second) => {
      const { taskId, path } = oneTargetOf(first, second);
      try {
        const { files } = await withSignIn(() => findFiles(listings, { taskId, paths: [path] }));
        for (const [clean, file] of files) await work(found(taskId, clean, file));
      } catch (error) {
        report(error, doing, () => run(first, second));
      }
    };
    return run;
  };

  const save = async ({ taskId, path, file }: Found): Promise<void> => {
    const { askForDestination, saveDownload } = await loadPart(() => import('./save-download'));
    const destination = await askForDestination(path);
    if (destination === undefined) return;
    if (await saveDownload(client, taskId, file, destination)) marks.see(taskId, [path]);
  };

  const markSeen: Command = async (first, second) => {
    for (const target of targetsOf(first, second)) {
      const { taskId, files } = await findFiles(listings, target);
      marks.see(taskId, [...files.keys()]);
    }
  };

  const compareOne = onFile('compare the file', async ({ taskId, path, uri }) => {
    const { compareWithWorkspace } = await loadPart(() => import('./compare'));
    const origin = await findOrigin(services.origins, taskId, path);
    if (await compareWithWorkspace(path, uri, origin)) marks.see(taskId, [path]);
  });

  /** Several that are selected go into one editor. */
  const compare = async (first: unknown, second?: unknown): Promise<void> => {
    const paths = targetsOf(first, second).flatMap((target) => target.paths ?? ['/']);
    if (paths.length === 1 && paths[0]?.endsWith('/') === false) await compareOne(first, second);
    else await executeCommand('sigmic.compareAllArtifacts', first, second);
  };

  return vscode.Disposable.from(
    front.registerCommand(
      'sigmic.openArtifact',
      onFile('open the file', ({ uri }) => executeCommand('vscode.open', uri)),
    ),
    front.registerCommand(
      'sigmic.previewArtifact',
      onFile('show the preview', async ({ taskId, path, uri }) => {
        await executeCommand('markdown.showPreview', uri);
        marks.see(taskId, [path]);
      }),
    ),
    front.registerCommand('sigmic.compareArtifact', compare),
    front.registerCommand('sigmic.saveArtifact', onFile('save the file', save)),
    front.registerCommand('sigmic.markArtifactsSeen', markSeen),
  );
}

function found(taskId: string, path: string, file: Artifact): Found {
  const uri = artifactUri(taskId, path);
  // Every clean path has one.
  if (uri === undefined) throw new SigmicError('invalid', `"${makeVisible(path)}" is no path of a file.`);
  return { taskId, path, file, uri };
}
