import * as vscode from 'vscode';
import { SigmicError } from '../../core/api';
import type { TaskSession } from '../../core/session/task-session';
import type { ApprovalOutcome } from '../../core/session/transcript';
import type { HostServices } from '../services';

/** How long a task that was not open yet may take to ask its questions (ms). */
const LOADING_MS = 10_000;

/**
 * Answers one tool call. `closed`: it was answered already, or is over; nothing was sent. A failure is told with a way to try
 * again, and the question stays open.
 */
export async function answerTool(
  services: HostServices,
  taskId: string,
  callId: string,
  outcome: ApprovalOutcome,
): Promise<'answered' | 'closed' | 'failed'> {
  const known = services.sessions.get(taskId);
  const handle = services.sessions.acquire(taskId);
  try {
    if (known?.connection.kind !== 'connected') await untilAsked(handle.session, callId);
    const result = await services.withSignIn(() => handle.session.answer(callId, outcome));
    if (result === 'closed') tellTooLate();
    return result;
  } catch (error) {
    services.report(error, 'send your answer', () => answerTool(services, taskId, callId, outcome));
    return 'failed';
  } finally {
    handle.dispose();
  }
}

/** Says kindly that there was nothing left to answer. */
export function tellTooLate(): void {
  void vscode.window.showInformationMessage('Answered or closed already: nothing was sent.');
}

/** Waits until the task asks this question, or does not. Throws SigmicError when the task cannot be reached. */
async function untilAsked(session: TaskSession, callId: string): Promise<void> {
  const isSettled = (): boolean =>
    ['idle', 'failed', 'signedOut'].includes(session.connection.kind) ||
    session.waiting.some((tool) => tool.callId === callId);
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
  if (kind === 'idle' || kind === 'connected') return;
  throw new SigmicError(kind === 'signedOut' ? 'auth' : 'network', 'The task could not be loaded.', {
    sent: false,
    retryable: true,
  });
}
