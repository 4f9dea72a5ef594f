import { SigmicError, type SigmicClient, type UploadFile } from '../../core/api';
import { isActive } from '../../core/session/state';
import type { TaskSession } from '../../core/session/task-session';
import type { Delivery, Progress } from './delivery';

/** A further message of a conversation. The session shows it while it is on its way. */
export class FollowUpDelivery implements Delivery {
  /** How often this very message was there before the first attempt. */
  private readonly before: number;

  constructor(
    private readonly client: Pick<SigmicClient, 'getHistory'>,
    private readonly session: TaskSession,
    private readonly text: string,
  ) {
    this.before = session.transcript.turns.filter(({ user }) => this.isThis(user?.text)).length;
  }

  async send(files: readonly UploadFile[], progress: Progress): Promise<void> {
    if (isActive(this.session.head.status)) throw stillAtWork();
    await this.session.send(this.text, files, progress);
  }

  async arrived(): Promise<boolean> {
    const { messages } = await this.client.getHistory(this.session.taskId);
    const saved = messages.filter(({ role, content }) => role === 'user' && this.isThis(content)).length;
    if (saved > this.before) this.session.reopen();
    return saved > this.before;
  }

  private isThis(text: string | undefined): boolean {
    return text?.trim() === this.text.trim();
  }
}

function stillAtWork(): SigmicError {
  return new SigmicError(
    'invalid',
    'The agent is still at work. Wait until it is done, or cancel it first.',
    {
      code: 'TASK_ACTIVE',
      sent: false,
    },
  );
}
