import { SigmicError, type SigmicClient, type UploadFile } from '../../core/api';
import { isActive } from '../../core/session/state';
import { wasDelivered, type SentMessage } from '../../core/session/was-delivered';
import type { TaskSession } from '../../core/session/task-session';
import type { Delivery, Progress } from './delivery';

/** A further message of a conversation. The session shows it while it is on its way. */
export class FollowUpDelivery implements Delivery {
  private readonly message: SentMessage;

  constructor(
    private readonly client: Pick<SigmicClient, 'getHistory'>,
    private readonly session: TaskSession,
    private readonly text: string,
    maskText: (text: string) => string,
  ) {
    this.message = { text: maskText(text), sentAt: Date.now(), before: session.transcript };
  }

  async send(files: readonly UploadFile[], progress: Progress): Promise<void> {
    if (isActive(this.session.head.status)) throw stillAtWork();
    await this.session.send(this.text, files, progress);
  }

  async arrived(): Promise<boolean> {
    const arrived = await wasDelivered(this.client, this.session.taskId, this.message);
    if (arrived) this.session.reopen();
    return arrived;
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
