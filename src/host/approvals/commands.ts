import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ShownCall } from '../../core/session/task-session';
import type { ApprovalOutcome } from '../../core/session/transcript';
import { ShownCallSchema } from '../../core/session/wire';
import type { HostServices } from '../services';
import { answerTool, findWaiting, tellTooLate } from './answer';
import type { ReviewDocuments } from './review-documents';
import type { Walk } from './walk';

/**
 * The commands that show and answer questions. They take the ids of a task and of a call (and, for an answer, the call as the caller
 * showed it), or the document of a review; with none of these they go through all questions.
 */
export function registerApprovalCommands(
  services: HostServices,
  reviews: ReviewDocuments,
  walk: Walk,
): vscode.Disposable {
  const answerCommand = (command: string, outcome: ApprovalOutcome): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (first?: unknown, callId?: unknown, shown?: unknown) => {
      if (first instanceof vscode.Uri) return answerReview(services, reviews, walk, first, outcome);
      if (typeof first !== 'string' || typeof callId !== 'string') return walk.start();
      return answerTool(services, { taskId: first, callId, shown: shownCall(shown) }, outcome);
    });
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    answerCommand('sigmic.approveTool', 'proceed_once'),
    answerCommand('sigmic.approveToolAlways', 'proceed_always'),
    answerCommand('sigmic.rejectTool', 'cancel'),
    registerCommand('sigmic.reviewApprovals', (taskId?: unknown) =>
      walk.start(typeof taskId === 'string' ? taskId : undefined),
    ),
    registerCommand('sigmic.reviewTool', (taskId?: unknown, callId?: unknown) =>
      typeof taskId === 'string' && typeof callId === 'string'
        ? reviewTool(services, reviews, taskId, callId)
        : walk.start(),
    ),
    registerCommand('sigmic.showToolInChat', async (document?: unknown) => {
      const uri = document instanceof vscode.Uri ? document : vscode.window.activeTextEditor?.document.uri;
      const tool = uri && reviews.shownIn(uri);
      if (tool === undefined) tellTooLate();
      else await vscode.commands.executeCommand('sigmic.openTask', tool.taskId, { reveal: tool.callId });
    }),
  );
}

async function reviewTool(
  services: HostServices,
  reviews: ReviewDocuments,
  taskId: string,
  callId: string,
): Promise<void> {
  try {
    const tool = await findWaiting(services, taskId, callId);
    if (tool === undefined) tellTooLate();
    else await reviews.open(tool);
  } catch (error) {
    services.report(error, 'load the task', () => reviewTool(services, reviews, taskId, callId));
  }
}

/** Answers the call that a document shows, and no other; a walk that led there goes on. */
async function answerReview(
  services: HostServices,
  reviews: ReviewDocuments,
  walk: Walk,
  document: vscode.Uri,
  outcome: ApprovalOutcome,
): Promise<'answered' | 'closed' | 'failed'> {
  const tool = reviews.shownIn(document);
  if (tool === undefined) {
    tellTooLate();
    return 'closed';
  }
  const result = await answerTool(services, { ...tool, shown: tool }, outcome);
  if (result === 'answered') void walk.answered(tool);
  return result;
}

/** The call as the caller showed it, when it says so. */
function shownCall(shown: unknown): ShownCall | undefined {
  if (shown === undefined) return undefined;
  const parsed = v.safeParse(ShownCallSchema, shown);
  if (parsed.success) return parsed.output;
  throw new TypeError('Expected the call that was shown: {toolName, args}.');
}
