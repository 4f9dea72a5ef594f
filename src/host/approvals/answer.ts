import * as vscode from 'vscode';
import { SigmicError } from '../../core/api';
import type { ShownCall, TaskSession, WaitingTool } from '../../core/session/task-session';
import type { ToolOutcome } from '../../core/session/transcript';
import { oneLine, shorten, withoutLinks } from '../../core/visible-text';
import type { HostServices } from '../services';

/** How long a task that was not open yet may take to ask its questions (ms). */
const LOADING_MS = 10_000;

/** The question that an answer is for. With `shown`, an approval counts for that call and no other. */
export interface AnsweredCall {
  readonly taskId: string;
  readonly callId: string;
  readonly shown?: ShownCall | undefined;
  /** Why it is rejected, in the person's words. */
  readonly reason?: string | undefined;
}

export type AnswerResult = 'answered' | 'closed' | 'failed';

/** Sends a message to a task as soon as that is ready for one; resolves when it will not be lost any more. */
export type QueueFollowUp = (taskId: string, text: string) => Promise<void>;

/** Gives the person's answers. */
export class Answering {
  constructor(
    private readonly services: HostServices,
    private readonly queueFollowUp: QueueFollowUp,
  ) {}

  /**
   * Answers one tool call. `closed`: it was answered already, is over, or is another call than the one shown; nothing was sent. A
   * failure is told with a way to try again, and the question stays open. A reason follows the answer and does not hold it up.
   */
  async answer(call: AnsweredCall, outcome: ToolOutcome): Promise<AnswerResult> {
    const { services } = this;
    const { taskId, callId, shown } = call;
    const known = services.sessions.get(taskId);
    const handle = services.sessions.acquire(taskId);
    try {
      if (known?.connection.kind !== 'connected') await untilAsked(handle.session, callId);
      const asked = handle.session.waiting.find((tool) => tool.callId === callId);
      const result = await services.withSignIn(() => handle.session.answer(callId, outcome, shown));
      const reason = outcome === 'cancel' ? followUpOf(call.reason, shown ?? asked) : undefined;
      if (result === 'closed') this.tellClosed(taskId, reason);
      else if (reason !== undefined) void this.send(taskId, reason);
      return result;
    } catch (error) {
      services.report(error, 'send your answer', () => this.answer(call, outcome));
      return 'failed';
    } finally {
      handle.dispose();
    }
  }

  private tellClosed(taskId: string, reason: string | undefined): void {
    if (reason === undefined) {
      tellTooLate();
      return;
    }
    const words = `Answered, closed or changed already: nothing was sent. What you wrote: ${quoted(reason)}`;
    const send = 'Send as Message';
    void vscode.window.showWarningMessage(words, send).then((pressed) => {
      if (pressed === send) return this.send(taskId, reason);
      return undefined;
    });
  }

  private async send(taskId: string, reason: string): Promise<void> {
    try {
      await this.queueFollowUp(taskId, reason);
    } catch (error) {
      this.services.report(error, `send your reason (${quoted(reason)})`, () => this.send(taskId, reason));
    }
  }
}

/** By the time that the agent reads it, other tools may have run: it says which one is meant. */
function followUpOf(reason: string | undefined, call: ShownCall | undefined): string | undefined {
  const words = reason?.trim() ?? '';
  if (words === '') return undefined;
  const name = shorten(oneLine(call?.toolName ?? ''), 80);
  return `I rejected ${name === '' ? 'a tool' : name}: ${words}`;
}

function quoted(reason: string): string {
  return `"${shorten(withoutLinks(oneLine(reason)), 300)}"`;
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
  if (isAsked() || kind === 'idle' || kind === 'connected' || kind === 'polling') return;
  throw new SigmicError(kind === 'signedOut' ? 'auth' : 'network', 'The task could not be loaded.', {
    sent: false,
    retryable: true,
  });
}
