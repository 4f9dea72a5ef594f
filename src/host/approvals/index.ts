import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ShownCall } from '../../core/session/task-session';
import type { ApprovalOutcome } from '../../core/session/transcript';
import { ShownCallSchema } from '../../core/session/wire';
import type { HostServices } from '../services';
import { answerTool, tellTooLate } from './answer';
import { Asker } from './asker';
import { reviewApprovals, reviewTool } from './review';
import { createStatusItem } from './status-item';

/** The agent's questions: a notification for each, a count in the status bar, and the commands that answer them. */
export function registerApprovals(services: HostServices): vscode.Disposable {
  const { sessions } = services;
  const statusItem = createStatusItem(services);
  const asker = new Asker(() => sessions.all, {
    ask: (text, answers) => vscode.window.showInformationMessage(text, ...answers),
    answer: (tool, outcome) => answerTool(services, { ...tool, shown: tool }, outcome),
    review: reviewTool,
    tooLate: tellTooLate,
  });
  const update = (): void => {
    statusItem.update();
    asker.update();
  };
  const answerCommand = (command: string, outcome: ApprovalOutcome): vscode.Disposable =>
    vscode.commands.registerCommand(command, (taskId?: unknown, callId?: unknown, shown?: unknown) =>
      typeof taskId === 'string' && typeof callId === 'string'
        ? answerTool(services, { taskId, callId, shown: shownCall(shown) }, outcome)
        : reviewApprovals(services),
    );
  update();
  return vscode.Disposable.from(
    statusItem,
    { dispose: sessions.onUpdate(update) },
    answerCommand('sigmic.approveTool', 'proceed_once'),
    answerCommand('sigmic.approveToolAlways', 'proceed_always'),
    answerCommand('sigmic.rejectTool', 'cancel'),
    vscode.commands.registerCommand('sigmic.reviewApprovals', () => reviewApprovals(services)),
  );
}

/** The call as the caller showed it, when it says so. */
function shownCall(shown: unknown): ShownCall | undefined {
  if (shown === undefined) return undefined;
  const parsed = v.safeParse(ShownCallSchema, shown);
  if (parsed.success) return parsed.output;
  throw new TypeError('Expected the call that was shown: {toolName, args}.');
}
