import type { Clock } from '../../../core/api/clock';
import type { Outbox } from '../../../core/session/outbox';
import { oneLine, shorten, withoutLinks } from '../../../core/visible-text';
import type { Claims } from '../../platform/claims';

/** The window that shows the chat keeps all others quiet: they look a little later (ms). */
const HEAD_START_MS = 500;

export interface PausedNoticesDeps {
  readonly claims: Pick<Claims, 'claim'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly outboxOf: (taskId: string) => Outbox;
  /** Whether what waits there was found when the window started: then nobody has heard how its task ended. */
  readonly isFromEarlier: (taskId: string) => boolean;
  /** Whether the person sees the task's chat, where it is said anyway. */
  readonly isShown: (taskId: string) => boolean;
  /** A text with the values of stored secrets masked. */
  readonly masked: (text: string) => string;
  /** Says it, and opens the task when asked to. */
  readonly tell: (text: string, taskId: string) => void;
}

/** Says once, in one window, that a message waits for the person, when they do not see it. */
export class PausedNotices {
  private readonly waits = new Set<() => void>();

  constructor(private readonly deps: PausedNoticesDeps) {}

  /** The outbox of this task changed. */
  look(taskId: string): void {
    const key = this.keyOf(taskId);
    if (key === undefined) return;
    if (this.deps.isShown(taskId)) {
      void this.deps.claims.claim(key);
      return;
    }
    const stop = this.deps.clock.after(HEAD_START_MS, () => {
      this.waits.delete(stop);
      void this.speak(taskId, key);
    });
    this.waits.add(stop);
  }

  dispose(): void {
    for (const stop of this.waits) stop();
  }

  private async speak(taskId: string, key: string): Promise<void> {
    const { claims, outboxOf, isShown, masked, tell } = this.deps;
    // A pause may be over by now: the message was found, or the person was faster.
    if (this.keyOf(taskId) !== key) return;
    const seen = isShown(taskId);
    if (!(await claims.claim(key)) || seen) return;
    const { messages, pause } = outboxOf(taskId);
    if (pause === undefined) return;
    const words = shorten(oneLine(masked(messages[0]?.text ?? '')), 60);
    tell(withoutLinks(`A message waits: "${words}". ${pause.message}`), taskId);
  }

  /** What all windows call this pause; undefined when there is none to be told. */
  private keyOf(taskId: string): string | undefined {
    const { messages, pause, sends } = this.deps.outboxOf(taskId);
    const [first] = messages;
    if (first === undefined || pause === undefined) return undefined;
    // Of a task that ends while a window is open, the notice of its end speaks.
    const isEnd = pause.kind === 'failed' || pause.kind === 'cancelled';
    if (isEnd && !this.deps.isFromEarlier(taskId)) return undefined;
    return `outbox-paused:${taskId}:${sends}:${pause.kind}:${first.id}`;
  }
}
