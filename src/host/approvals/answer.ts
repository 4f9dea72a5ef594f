import * as vscode from 'vscode';
import { SigmicError } from '../../core/api';
import type { ShownCall, TaskSession, WaitingTool } from '../../core/session/task-session';
import type { ApprovalOutcome } from '../../core/session/transcript';
import type { HostServices } from '../services';

/** How long a task that was not open yet may take to ask its questions (ms). */
const LOADING_MS = 10_000;

/** The question that an answer is for. With `shown`, an approval counts for that call and no other. */
export interface AnsweredCall {
  readonly taskId: string;
  readonly callId: string;
  readonly shown?: ShownCall | undefined;
}

/**
 * Answers one tool call. `closed`: it was answered already, is over, or is another call than the one shown; nothing was sent.
 * A failure is told with a way to try again, and the question stays open.
 */
export async function answerTool(
  services: HostServices,
  call: AnsweredCall,
  outcome: ApprovalOutcome,
): Promise<'answered' | 'closed' | 'failed'> {
  const { taskId, callId, shown } = call;
  const known = services.sessions.get(taskId);
  const handle = services.sessions.acquire(taskId);
  try {
    if (known?.connection.kind !== 'connected') await untilAsked(handle.session, callId);
    const result = await services.withSignIn(() => handle.session.answer(callId, outcome, shown));
    if (result === 'closed') tellTooLate();
    return result;
  } catch (error) {
    services.report(error, 'send your answer', () => answerTool(services, call, outcome));
    return 'failed';
  } finally {
    handle.dispose();
  }
}

/** The call as it waits now, undefined when it does not; loads the task if need be. Throws SigmicError when it cannot be loaded. */
export async function findWaiting(
  services: HostServices,
  taskId: string,
  callId: string,
): Promise<WaitingTool | undefined> {
  const handle = services.sessions.acquire(taskId);
  try {
    await untilAsked(handle.session, callId);
    return handle.session.waiting.find((tool) => tool.callId === callId);
  } finally {
    handle.dispose();
  }
}

/** Says kindly that there was nothing left to answer. */
export function tellTooLate(): void {
  void vscode.window.showInformationMessage('Answered, closed or changed already: nothing was sent.');
}

/**
 * Waits until the task asks this question, or does not. A question that is known needs no live connection to be answered.
 * Throws SigmicError when the task cannot be reached.
 */
async function untilAsked(session: TaskSession, callId: string): Promise<void> {
  const isAsked = (): boolean => session.waiting.some((tool) => tool.callId === callId);
  const isSettled = (): boolean =>
    ['idle', 'failed', 'signedOut'].includes(session.connection.kind) || isAsked();
  await new Promise<void>((resolve) => {
    const end = (): void => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, LOADING_MS);
    const stop = session.onUpdate(() => {
      if (isSettled()) end();
    });
    if (isSettled()) end();
  });
  const { kind } = session.connection;
  if (isAsked() || kind === 'idle' || kind === 'connected') return;
  throw new SigmicError(kind === 'signedOut' ? 'auth' : 'network', 'The task could not be loaded.', {
    sent: false,
    retryable: true,
  });
}
