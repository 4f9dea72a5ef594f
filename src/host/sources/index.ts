import * as vscode from 'vscode';
import type { Attached, AttachmentSource } from '../attachment';
import { loadPart } from '../../core/api';
import type { HostServices } from '../services';
import { fixProblem } from './fix-problem';

/** Opens the composer of a new task; answers the task's id when it says to submit, undefined if that failed. */
export type ComposeWith = (
  task: { readonly message: string; readonly submit: boolean },
  attached: Promise<Attached>,
) => Promise<string | undefined>;

/** What the editor knows besides files: `sigmic.sendStagedChanges`, `sigmic.sendChanges`, `sigmic.fixProblem`. */
export function registerSources(
  { front, report }: HostServices,
  attachments: AttachmentSource,
  compose: ComposeWith,
): vscode.Disposable {
  const send = async (staged: boolean, given: readonly unknown[]): Promise<string | undefined> => {
    try {
      const { sendChanges } = await loadPart(() => import('./send-changes'));
      return await sendChanges(staged, given, attachments, compose);
    } catch (error) {
      report(error, 'get the changes from Git', () => send(staged, given));
      return undefined;
    }
  };
  return vscode.Disposable.from(
    front.registerCommand('sigmic.sendStagedChanges', (...given: unknown[]) => send(true, given)),
    front.registerCommand('sigmic.sendChanges', (...given: unknown[]) => send(false, given)),
    front.registerCommand('sigmic.fixProblem', (problems?: unknown) =>
      fixProblem(problems, attachments, compose),
    ),
  );
}
