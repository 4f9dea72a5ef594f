import type { Agent } from '../agent/agent';
import { timestamp } from '../clock';
import type { Tempo } from '../options';
import { validationError } from '../http/api-error';
import type { AttachedFile } from '../tasks/records';
import type { Task } from '../tasks/task';
import { digest } from './digest';
import { doneEvent, errorEvent, statusEvent } from './events';
import { Turn } from './turn';

type End = { status: 'completed' } | { status: 'cancelled' } | { status: 'failed'; error: string };

/** Runs turns in the background: POST answers at once, streams look on. */
export class Runner {
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly agent: Agent,
    private readonly tempo: Readonly<Tempo>,
    private readonly onCrash: (error: unknown) => void,
  ) {}

  /** Saves the user's message and sets the agent to work on it. Throws VALIDATION_ERROR while the task is busy. */
  start(task: Task, message: string, attachedFiles: AttachedFile[]): void {
    // What happens to a message for a busy task is open; a plain refusal loses nothing.
    if (task.turn !== undefined) throw validationError('The task is still running');
    task.add({ role: 'user', content: message, ...(attachedFiles.length > 0 ? { attachedFiles } : {}) });
    const turn = new Turn();
    task.turn = turn;
    if (task.record.startedAt !== null) task.record.status = 'running';
    task.record.error = null;
    task.record.completedAt = null;
    task.save();
    const run = this.run(task, turn).catch(this.onCrash);
    this.running.add(run);
    void run.finally(() => this.running.delete(run));
  }

  /** False when the task is idle already. */
  cancel(task: Task): boolean {
    if (task.turn === undefined) return false;
    task.turn.abort.abort();
    return true;
  }

  /** Stops every run and waits until each has saved its state. */
  async stop(tasks: readonly Task[], reason: string): Promise<void> {
    for (const task of tasks) task.turn?.abort.abort(new Error(reason));
    await Promise.allSettled(this.running);
  }

  private async run(task: Task, turn: Turn): Promise<void> {
    // The answer to the POST ("pending") goes out before the work begins.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.tempo.startWhenWatched) await turn.watched();
    task.record.status = 'running';
    task.record.startedAt ??= timestamp();
    task.save();
    turn.emit(statusEvent('processing', 'Agent is working'));
    this.finish(task, turn, await this.work(task, turn));
  }

  private async work(task: Task, turn: Turn): Promise<End> {
    const signal = turn.abort.signal;
    try {
      await this.agent.work(task, turn);
      if (!signal.aborted) return { status: 'completed' };
    } catch (error) {
      if (!signal.aborted)
        return { status: 'failed', error: error instanceof Error ? error.message : String(error) };
    }
    const reason: unknown = signal.reason;
    // Cancelled by the user: the plain AbortError. Stopped by us: our own reason.
    if (reason instanceof DOMException || !(reason instanceof Error)) return { status: 'cancelled' };
    return { status: 'failed', error: reason.message };
  }

  /** The state on disk is right before the last events go out: who acts on `done` finds the task finished. */
  private finish(task: Task, turn: Turn, end: End): void {
    const { finalText, thoughts, toolCalls, ...summed } = digest(turn.events);
    const content = turn.savedContent ?? summed.content;
    if (content !== '' || thoughts.length > 0 || toolCalls.length > 0) {
      task.add({
        role: 'assistant',
        content,
        finalText,
        ...(thoughts.length > 0 ? { thoughts } : {}),
        ...(toolCalls.length > 0 ? { toolCalls } : {}),
      });
    }
    task.record.status = end.status;
    task.record.error = end.status === 'failed' ? end.error : null;
    task.record.completedAt = timestamp();
    task.record.lastActivityAt = task.record.completedAt;
    task.turn = undefined;
    task.touchSession();
    task.save();
    if (end.status === 'failed') turn.emit(errorEvent(end.error, 'EXECUTION_ERROR'));
    if (end.status === 'cancelled') turn.emit({ event: 'cancelled', data: {} });
    if (end.status === 'completed' && !turn.events.some(({ event }) => event === 'done'))
      turn.emit(doneEvent);
    turn.end();
  }
}
