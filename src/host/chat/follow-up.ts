import type { SigmicClient, UploadFile } from '../../core/api';
import type { TaskSession } from '../../core/session/task-session';
import { CLOCK_SKEW_MS, findDelivered, type SentMessage } from '../../core/session/was-delivered';
import type { Claims } from '../platform/claims';
import type { Delivery, Progress } from './delivery';
import type { SendLedger } from './send-ledger';
import type { Attempt } from './sending';

export interface FollowUpDeps {
  readonly client: Pick<SigmicClient, 'getHistory' | 'clockAhead'>;
  readonly ledger: Pick<SendLedger, 'begin' | 'sent' | 'end' | 'others'>;
  readonly claims: Pick<Claims, 'claimFor'>;
}

/** A further message of a conversation. The session shows it while it is on its way. */
export class FollowUpDelivery implements Delivery {
  /** What is sent and where to, as all windows name it. */
  private readonly words: string;

  constructor(
    private readonly deps: FollowUpDeps,
    private readonly session: Pick<TaskSession, 'taskId' | 'send' | 'reopen'>,
    private readonly text: string,
    /** As the conversation will show it. */
    private readonly message: SentMessage,
    /** The same in every life of the window. */
    private readonly id: string,
  ) {
    this.words = `message ${session.taskId} ${message.text.trim()}`;
  }

  get attempt(): Attempt {
    const { sentAt, known } = this.message;
    return { kind: 'message', id: this.id, taskId: this.session.taskId, sentAt, known };
  }

  async send(files: readonly UploadFile[], progress: Progress): Promise<void> {
    const { ledger } = this.deps;
    await ledger.begin(this.words, this.id);
    try {
      await this.session.send(this.text, files, progress, () => this.look());
      await ledger.sent(this.words, this.id);
    } catch (error) {
      await ledger.end(this.words, this.id);
      throw error;
    }
  }

  async arrived(): Promise<boolean> {
    const arrived = await this.look();
    if (arrived) this.session.reopen();
    return arrived;
  }

  /** Looks for a message that nobody else has sent or found, and takes it for this one. */
  private async look(): Promise<boolean> {
    const { client, ledger, claims } = this.deps;
    const { taskId } = this.session;
    await ledger.end(this.words, this.id);
    const { sentAt, known } = this.message;
    const saved = await findDelivered(client, taskId, this.message);
    if (saved.length === 0) return false;
    const others = await ledger.others(this.words, this.id, sentAt - CLOCK_SKEW_MS);
    for (const { id } of saved.slice(Math.max(0, others - known)).reverse()) {
      if (typeof id === 'string' && !(await claims.claimFor(`said ${taskId} ${id}`, this.id))) continue;
      await ledger.sent(this.words, this.id);
      return true;
    }
    return false;
  }
}
