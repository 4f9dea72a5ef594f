import * as vscode from 'vscode';
import { makeVisible, shorten, withoutIcons } from '../../../core/visible-text';
import { count } from '../left-out';
import type { Plan, PlannedFile } from './plan';

/** More lines than this do not fit into a dialog, and what is not shown is not agreed to. */
const mostLines = 20;

const stateWords = { new: 'new', changed: 'changed', same: 'the same as here' } as const;

/** A list with checkboxes, what is new or changed ticked; nothing when it is dismissed. Files that programs obey have to be ticked by hand. */
export async function pickFiles({ files, leftOut }: Plan): Promise<readonly PlannedFile[] | undefined> {
  const items = files.map((file) => ({
    label: withoutIcons(shorten(makeVisible(file.target), 120)),
    description: [stateWords[file.state], file.unsaved ? 'unsaved changes here' : undefined]
      .filter(Boolean)
      .join(', '),
    ...(file.sensitive !== undefined && { detail: `$(warning) ${file.sensitive}` }),
    picked: file.state !== 'same' && file.sensitive === undefined,
    file,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title:
      leftOut.length === 0
        ? 'Apply Files'
        : `Apply Files (${count(leftOut.length, 'file')} cannot be applied)`,
    placeHolder: 'Which files shall be written into the workspace?',
    matchOnDescription: true,
    // What was ticked stays while the person looks at a file in between.
    ignoreFocusOut: true,
  });
  return picked?.map(({ file }) => file);
}

/**
 * Asks about the files that programs obey and those with unsaved changes, naming each. Answers the files to apply: all, the others, or
 * undefined for none at all. This may be modal: what is written there may run before anybody looks at it.
 */
export async function confirm(files: readonly PlannedFile[]): Promise<readonly PlannedFile[] | undefined> {
  const doubtful = files.filter(needsQuestion);
  if (doubtful.length === 0) return files;
  const lines = doubtful.map(
    ({ target, sensitive, unsaved }) =>
      `${shorten(makeVisible(target), 120)}: ${[sensitive, unsaved ? 'has unsaved changes, which are replaced' : undefined].filter(Boolean).join('; ')}`,
  );
  const tooMany = lines.length > mostLines;
  const shown = tooMany
    ? [...lines.slice(0, mostLines), 'There are too many to show. Apply them in smaller groups.']
    : lines;
  const [all, others] = ['Apply All', 'Leave These Out'];
  // The first is what Enter presses.
  const buttons = [...(doubtful.length < files.length ? [others] : []), ...(tooMany ? [] : [all])];
  const question =
    doubtful.length === 1
      ? 'Apply this file too? Look at it first.'
      : `Apply these ${doubtful.length} files too? Look at them first.`;
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: shown.join('\n') },
    ...buttons,
  );
  if (answer === all) return files;
  return answer === others ? files.filter((file) => !needsQuestion(file)) : undefined;
}

function needsQuestion({ sensitive, unsaved, state }: PlannedFile): boolean {
  return state !== 'same' && (sensitive !== undefined || unsaved);
}
