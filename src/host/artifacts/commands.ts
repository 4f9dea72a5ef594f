import * as vscode from 'vscode';
import { SigmicError, type Artifact } from '../../core/api';
import { makeVisible } from '../../core/visible-text';
import { cleanPath } from '../platform/artifact-path';
import type { ArtifactListings } from '../platform/artifact-listings';
import { artifactUri } from '../platform/artifact-uri';
import type { HostServices } from '../services';
import { compareWithWorkspace } from './compare';
import { saveDownload } from './save-download';

interface Target {
  readonly taskId: string;
  readonly path: string;
}

/** `sigmic.openArtifact(taskId, path)`, `sigmic.compareArtifact` and `sigmic.saveArtifact` alike; a file's node in the tree will do too. */
export function registerArtifactCommands(
  services: HostServices,
  listings: ArtifactListings,
): vscode.Disposable {
  const { client, report, withSignIn } = services;

  const open = async (first: unknown, second?: unknown): Promise<void> => {
    const target = targetOf(first, second);
    try {
      const { uri } = await withSignIn(() => find(listings, target));
      await vscode.commands.executeCommand('vscode.open', uri);
    } catch (error) {
      report(error, 'open the file', () => open(first, second));
    }
  };

  const save = async (first: unknown, second?: unknown): Promise<void> => {
    const target = targetOf(first, second);
    try {
      const { file } = await withSignIn(() => find(listings, target));
      const destination = await askForDestination(file);
      if (destination !== undefined) await saveDownload(client, target.taskId, file, destination);
    } catch (error) {
      report(error, 'save the file', () => save(first, second));
    }
  };

  const compare = async (first: unknown, second?: unknown): Promise<void> => {
    const target = targetOf(first, second);
    try {
      const { file, uri } = await withSignIn(() => find(listings, target));
      await compareWithWorkspace(cleanPath(file.path) ?? file.name, uri);
    } catch (error) {
      report(error, 'compare the file', () => compare(first, second));
    }
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('sigmic.compareArtifact', compare),
    vscode.commands.registerCommand('sigmic.openArtifact', open),
    vscode.commands.registerCommand('sigmic.saveArtifact', save),
  );
}

/** The file as the server lists it now if need be: what an agent has just written is not in an older listing. */
async function find(
  listings: ArtifactListings,
  { taskId, path }: Target,
): Promise<{ file: Artifact; uri: vscode.Uri }> {
  const clean = cleanPath(path);
  const uri = artifactUri(taskId, path);
  if (clean === undefined || uri === undefined) throw notThere(path);
  const known = (await listings.list(taskId)).get(clean);
  const file = known ?? (await listings.list(taskId, { fresh: true })).get(clean);
  if (file === undefined) throw notThere(path);
  return { file, uri };
}

function notThere(path: string): SigmicError {
  return new SigmicError('invalid', `The task has no file "${makeVisible(path)}".`, {
    code: 'NO_SUCH_FILE',
    sent: false,
  });
}

/** From a command's arguments, or from the node that VS Code hands to a command of the tree's menu. */
function targetOf(first: unknown, second: unknown): Target {
  const isNode = typeof first === 'object' && first !== null;
  const taskId: unknown = isNode ? Reflect.get(first, 'taskId') : first;
  const path: unknown = isNode ? Reflect.get(first, 'path') : second;
  if (typeof taskId !== 'string' || typeof path !== 'string') {
    throw new TypeError('Expected the id of a task and the path of one of its files.');
  }
  return { taskId, path };
}

function askForDestination(file: Artifact): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = (cleanPath(file.path) ?? 'file').split('/').pop() ?? 'file';
  return vscode.window.showSaveDialog({
    title: `Save ${makeVisible(name)}`,
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}
