import type { SigmicClient, UploadFile } from '../../core/api';
import type { TaskSession } from '../../core/session/task-session';
import { wasDelivered, type SentMessage } from '../../core/session/was-delivered';
import type { Delivery, Progress } from './delivery';
import type { Attempt } from './sending';

/** A further message of a conversation. The session shows it while it is on its way. */
export class FollowUpDelivery implements Delivery {
  constructor(
    private readonly client: Pick<SigmicClient, 'getHistory' | 'clockAhead'>,
    private readonly session: TaskSession,
    private readonly text: string,
    /** As the conversation will show it. */
    private readonly message: SentMessage,
  ) {}

  get attempt(): Attempt {
    const { sentAt, known } = this.message;
    return { kind: 'message', taskId: this.session.taskId, sentAt, known };
  }

  async send(files: readonly UploadFile[], progress: Progress): Promise<void> {
    await this.session.send(this.text, files, progress);
  }

  async arrived(): Promise<boolean> {
    const arrived = await wasDelivered(this.client, this.session.taskId, this.message);
    if (arrived) this.session.reopen();
    return arrived;
  }
}
