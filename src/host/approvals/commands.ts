import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ShownCall } from '../../core/session/task-session';
import type { ToolOutcome } from '../../core/session/transcript';
import { ShownCallSchema } from '../../core/session/wire';
import type { HostServices } from '../services';
import { findWaiting, tellTooLate, type Answering, type AnswerResult, type AnsweredCall } from './answer';
import { askReason } from './ask-reason';
import type { ReviewDocuments } from './review-documents';
import type { Walk } from './walk';

export interface ApprovalParts {
  readonly services: HostServices;
  readonly answering: Answering;
  readonly reviews: ReviewDocuments;
  readonly walk: Walk;
}

/**
 * The commands that show and answer questions. They take the ids of a task and of a call (and, for an answer, the call as the caller
 * showed it, and the reason of a rejection), or the document of a review; with none of these they go through all questions.
 */
export function registerApprovalCommands(parts: ApprovalParts): vscode.Disposable {
  const { reviews, walk } = parts;
  const { front } = parts.services;
  const answerCommand = (command: string, outcome: ToolOutcome): vscode.Disposable =>
    front.registerCommand(command, async (...args: unknown[]) => {
      const call = meantCall(parts, args);
      if (call === 'none') return walk.start();
      return call === 'unknown' ? tooLate() : answerCall(parts, call, outcome);
    });
  return vscode.Disposable.from(
    answerCommand('sigmic.approveTool', 'proceed_once'),
    answerCommand('sigmic.approveToolAlways', 'proceed_always'),
    answerCommand('sigmic.rejectTool', 'cancel'),
    front.registerCommand('sigmic.rejectToolWithReason', async (...args: unknown[]) => {
      const call = meantCall(parts, args);
      if (call === 'none') return walk.start();
      if (call === 'unknown') return tooLate();
      const reason = call.reason ?? (await askReason(call.shown));
      return reason === undefined ? undefined : answerCall(parts, { ...call, reason }, 'cancel');
    }),
    front.registerCommand('sigmic.reviewApprovals', (taskId?: unknown) =>
      walk.start(typeof taskId === 'string' ? taskId : undefined),
    ),
    front.registerCommand('sigmic.reviewTool', (taskId?: unknown, callId?: unknown) =>
      typeof taskId === 'string' && typeof callId === 'string'
        ? reviewTool(parts, taskId, callId)
        : walk.start(),
    ),
    front.registerCommand('sigmic.showToolInChat', async (document?: unknown) => {
      const uri = document instanceof vscode.Uri ? document : vscode.window.activeTextEditor?.document.uri;
      const tool = uri && reviews.shownIn(uri);
      if (tool === undefined) tellTooLate();
      else await vscode.commands.executeCommand('sigmic.openTask', tool.taskId, { reveal: tool.callId });
    }),
  );
}

/** A walk that led to the call goes on. */
async function answerCall(
  { answering, walk }: ApprovalParts,
  call: AnsweredCall,
  outcome: ToolOutcome,
): Promise<AnswerResult> {
  const result = await answering.answer(call, outcome);
  if (result === 'answered') void walk.answered(call);
  return result;
}

/** `unknown`: a document that shows no call (any more). `none`: nothing was named. */
function meantCall(
  { reviews }: Pick<ApprovalParts, 'reviews'>,
  [first, callId, shown, reason]: readonly unknown[],
): AnsweredCall | 'unknown' | 'none' {
  if (first instanceof vscode.Uri) {
    const tool = reviews.shownIn(first);
    return tool === undefined ? 'unknown' : { ...tool, shown: tool };
  }
  if (typeof first !== 'string' || typeof callId !== 'string') return 'none';
  return {
    taskId: first,
    callId,
    shown: shownCall(shown),
    reason: typeof reason === 'string' ? reason : undefined,
  };
}

/** Answers the call that an editor shows now; undefined when there is none to be shown, which is told. */
async function reviewTool(
  { services, reviews }: Pick<ApprovalParts, 'services' | 'reviews'>,
  taskId: string,
  callId: string,
): Promise<ShownCall | undefined> {
  try {
    const tool = await findWaiting(services, taskId, callId);
    if (tool === undefined) {
      tellTooLate();
      return undefined;
    }
    await reviews.open(tool);
    const { toolName, args, seal } = tool;
    return { toolName, args, ...(seal !== undefined && { seal }) };
  } catch (error) {
    services.report(error, 'load the task', () => reviewTool({ services, reviews }, taskId, callId));
    return undefined;
  }
}

function tooLate(): AnswerResult {
  tellTooLate();
  return 'closed';
}

/** The call as the caller showed it, when it says so. */
function shownCall(shown: unknown): ShownCall | undefined {
  if (shown === undefined) return undefined;
  const parsed = v.safeParse(ShownCallSchema, shown);
  if (parsed.success) return parsed.output;
  throw new TypeError('Expected the call that was shown: {toolName, args}.');
}
