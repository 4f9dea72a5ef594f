import type { Clock } from '../../core/api/clock';
import { isActive } from '../../core/session/state';
import type { SessionRegistry } from '../../core/session/session-registry';
import type { TaskSession } from '../../core/session/task-session';
import { oneLine, shorten, taskTitle, withoutLinks } from '../../core/visible-text';
import type { Claims } from '../platform/claims';

/** The window that shows the chat keeps all others quiet; else the one in use speaks sooner than those behind it (ms). */
const headStart = { focused: 200, behind: 700 };

export interface CompletionDeps {
  readonly sessions: Pick<SessionRegistry, 'onUpdate'>;
  readonly claims: Pick<Claims, 'claim'>;
  readonly clock: Pick<Clock, 'after'>;
  /** Whether the person wants to hear of it in this window. */
  readonly wanted: () => boolean;
  /** Whether the person has begun or opened the task, in any window. */
  readonly concernsUs: (taskId: string) => boolean;
  /** Whether the person sees its chat anyway. */
  readonly isShown: (taskId: string) => boolean;
  /** Whether the person is in this window. */
  readonly isFocused: () => boolean;
  /** Says it, and opens the task when asked to. */
  readonly tell: (kind: 'done' | 'failed', text: string, taskId: string) => void;
}

/** Says once, in one window however many are open, that a task in the background is done or has failed. */
export class CompletionNotices {
  private readonly active = new Set<string>();
  private readonly waits = new Set<() => void>();
  private readonly stopListening: () => void;

  constructor(private readonly deps: CompletionDeps) {
    this.stopListening = deps.sessions.onUpdate((session) => this.look(session));
  }

  dispose(): void {
    this.stopListening();
    for (const stop of this.waits) stop();
  }

  private look(session: TaskSession): void {
    const { taskId, head, connection } = session;
    if (isActive(head.status)) this.active.add(taskId);
    // At rest the server's record has been read: only then is the end certain.
    else if (connection.kind === 'idle' && this.active.delete(taskId)) this.ended(session);
  }

  private ended(session: TaskSession): void {
    const notice = noticeOf(session);
    const { wanted, concernsUs, isShown, isFocused } = this.deps;
    if (notice === undefined || !wanted()) return;
    const { taskId, transcript } = session;
    // Each window hears the whole conversation, so that all of them count the same turns.
    const key = `ended:${taskId}:${transcript.turns.length}`;
    if (isShown(taskId)) void this.deps.claims.claim(key);
    else if (concernsUs(taskId)) {
      const ms = isFocused() ? headStart.focused : headStart.behind;
      const stop = this.deps.clock.after(ms, () => {
        this.waits.delete(stop);
        void this.speak(key, taskId, notice);
      });
      this.waits.add(stop);
    }
  }

  private async speak(key: string, taskId: string, { kind, text }: Notice): Promise<void> {
    // The person may have come to look meanwhile.
    const seen = this.deps.isShown(taskId);
    if ((await this.deps.claims.claim(key)) && !seen) this.deps.tell(kind, text, taskId);
  }
}

interface Notice {
  readonly kind: 'done' | 'failed';
  readonly text: string;
}

/** Undefined for an end that needs no words: whoever cancels a task knows it. */
function noticeOf({ head, transcript }: TaskSession): Notice | undefined {
  const title = withoutLinks(taskTitle(head.title, 60)) || 'A task';
  if (head.status === 'completed') return { kind: 'done', text: `"${title}" is done.` };
  if (head.status !== 'failed') return undefined;
  const why = words(transcript.turns.at(-1)?.end?.message ?? '', 200);
  return { kind: 'failed', text: `"${title}" failed${why === '' ? '.' : `: ${why}`}` };
}

function words(text: string, limit: number): string {
  return shorten(withoutLinks(oneLine(text)), limit);
}
