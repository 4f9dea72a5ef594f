import * as vscode from 'vscode';
import { makeVisible, oneLine, shorten, withoutIcons } from '../../core/visible-text';
import type { AttachmentSource } from '../attachment';
import { readChangeArguments } from './change-arguments';
import {
  gitApi,
  patchOf,
  repositoriesOf,
  repositoryOf,
  untrackedIn,
  type GitApi,
  type Repository,
} from './git-api';
import type { ComposeWith } from './index';
import { tellNoGit } from './no-git';
import { sectionsOf, type PatchSection } from './patch';

/**
 * Opens the composer of a new task with the changes of a repository as a patch file: `staged.patch` or `changes.patch`, the latter
 * with untracked files beside it. Answers the task's id when the arguments say to submit it. Throws what the git extension throws.
 */
export async function sendChanges(
  staged: boolean,
  given: readonly unknown[],
  attachments: AttachmentSource,
  compose: ComposeWith,
): Promise<string | undefined> {
  const { repository: within, files, message, submit } = readChangeArguments(given);
  const api = await gitApi();
  if (api === undefined) {
    void tellNoGit();
    return undefined;
  }
  const repository = within === undefined ? await choose(api) : repositoryOf(api, within);
  if (repository === undefined)
    return within === undefined && repositoriesOf(api).length > 0
      ? undefined
      : say('There is no Git repository open here: open a folder that is in one.');
  const wanted = files && new Set(files.map((uri) => uri.path));
  const isWanted = (uri: vscode.Uri): boolean => wanted === undefined || wanted.has(uri.path);
  const patch = await patchOf(api, repository, staged);
  const sections = sectionsOf(patch).filter(({ path }) =>
    isWanted(vscode.Uri.joinPath(repository.rootUri, path)),
  );
  const found = staged ? [] : untrackedIn(repository).filter(isWanted);
  // Files that the person chose one by one go, whatever the settings say.
  const { kept: untracked, told } =
    files === undefined ? await attachments.withoutExcluded(found) : { kept: found, told: [] };
  if (sections.length + untracked.length === 0)
    return say([nothing(staged, files !== undefined, told.length > 0), ...told].join(' '));
  const attached = attach(attachments, staged ? 'staged.patch' : 'changes.patch', sections, untracked);
  // The agent is told too: files that it misses may be why something does not work.
  const words = [describe(repository, staged, sections, untracked.length), ...told].join(' ');
  return compose({ message: `${words}\n\n${message ?? ''}`, submit }, attached);
}

async function attach(
  attachments: AttachmentSource,
  name: string,
  sections: readonly PatchSection[],
  untracked: readonly vscode.Uri[],
) {
  const bytes = Buffer.concat(sections.map(({ content }) => content));
  const patch = sections.length === 0 ? undefined : attachments.fromBytes(name, bytes, sections);
  const beside = await attachments.fromUris(untracked);
  return {
    attachments: [...(patch?.attachments ?? []), ...beside.attachments],
    refused: [...(patch?.refused ?? []), ...beside.refused],
  };
}

function describe(
  { rootUri }: Repository,
  staged: boolean,
  sections: readonly PatchSection[],
  untracked: number,
): string {
  const name = `"${shorten(makeVisible(nameOf(rootUri)), 80)}"`;
  const binary = sections.filter(({ isBinary }) => isBinary).length;
  const sentences = [
    sections.length > 0 &&
      (staged
        ? `staged.patch has the staged changes of the Git repository ${name} (${count(sections.length, 'file')}).`
        : `changes.patch has the changes of the Git repository ${name} that are not staged (${count(sections.length, 'file')}).`),
    binary > 0 && `It does not have what is in ${count(binary, 'binary file')}.`,
    untracked > 0 &&
      `${count(untracked, 'new file')} of ${sections.length > 0 ? 'it' : `the Git repository ${name}`} that Git does not track yet ${untracked === 1 ? 'is' : 'are'} attached too, unless too large or like a secret.`,
  ];
  return sentences.filter((sentence) => sentence !== false).join(' ');
}

async function choose(api: GitApi): Promise<Repository | undefined> {
  const all = repositoriesOf(api);
  if (all.length < 2) return all[0];
  const items = all.map((repository) => ({
    label: withoutIcons(oneLine(nameOf(repository.rootUri))),
    description: withoutIcons(oneLine(vscode.workspace.asRelativePath(repository.rootUri))),
    repository,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: 'The changes of which repository shall be sent?',
  });
  return picked?.repository;
}

function nothing(staged: boolean, chosen: boolean, someStay: boolean): string {
  if (someStay) return 'There is nothing to send.';
  if (chosen)
    return `The files that you chose have no ${staged ? 'staged changes' : 'changes that are not staged'}.`;
  return staged
    ? 'Nothing is staged in this repository: stage changes first, or send those of the working tree.'
    : 'Nothing has changed in the working tree of this repository.';
}

function say(words: string): Promise<undefined> {
  void vscode.window.showInformationMessage(words);
  return Promise.resolve(undefined);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').findLast((part) => part !== '') ?? uri.path;
}
