import type * as vscode from 'vscode';
import type { OutboxView } from '../../../core/protocol';
import type { QueuedMessage } from '../../../core/session/outbox';
import type { Attached, AttachmentSource } from '../../attachment';
import type { NamedFile } from '../open-files';
import type { TaskOutbox } from './task-outbox';
import type { Outboxes } from './outboxes';

export interface PanelOutboxDeps {
  readonly outboxes: Outboxes;
  readonly attachments: Pick<AttachmentSource, 'restore'>;
  /** A text with the values of stored secrets masked. */
  readonly masked: (text: string) => string;
  readonly taskId: () => string | undefined;
  readonly changed: () => void;
  /** Puts a text back into the composer, behind what is being written there. */
  readonly write: (text: string) => void;
  readonly attach: (attached: Attached) => void;
}

/** Puts a message into the outbox; it is on disk when this resolves. */
export type Queue = (text: string, files: readonly NamedFile[]) => Promise<void>;

/** The outbox of the task that one chat shows. */
export class PanelOutbox implements vscode.Disposable {
  private readonly listening: vscode.Disposable;

  constructor(private readonly deps: PanelOutboxDeps) {
    this.listening = deps.outboxes.onDidChange((taskId) => {
      if (taskId === deps.taskId()) deps.changed();
    });
  }

  /** What the view shows; what this window is sending stands in the conversation already. */
  get view(): OutboxView {
    const { messages, pause } = this.outbox?.state ?? { messages: [] };
    const shown = messages.filter(({ attempt }) => attempt?.by?.life !== this.deps.outboxes.life);
    return {
      messages: shown.map(({ id, text, files, attempt }) => ({
        id,
        text: this.deps.masked(text),
        files: files.map(({ name, size }) => ({ name, size })),
        elsewhere: attempt?.by !== undefined,
      })),
      ...(pause && {
        pause: { message: pause.message, button: pause.kind === 'doubt' ? 'Send Again' : 'Send Now' },
      }),
    };
  }

  /** How a message is put into the outbox, when it has to wait; undefined when it can be sent at once. */
  get queue(): Queue | undefined {
    const { outbox } = this;
    if (outbox?.queues !== true) return undefined;
    return async (text, files) => {
      const queued = files.map(async ({ name, attachment }) => ({
        name,
        size: attachment.size,
        saved: await attachment.save(),
      }));
      await outbox.add(text, await Promise.all(queued));
    };
  }

  /** Does what the person wants with a waiting message. */
  async act(id: string, deed: 'edit' | 'remove' | 'up' | 'down'): Promise<void> {
    if (deed === 'up' || deed === 'down') await this.outbox?.move(id, deed === 'up' ? -1 : 1);
    else {
      const message = await this.outbox?.take(id);
      if (deed === 'edit' && message !== undefined) await this.edit(message);
    }
  }

  async resume(): Promise<void> {
    await this.outbox?.resume();
  }

  dispose(): void {
    this.listening.dispose();
  }

  private async edit({ text, files }: QueuedMessage): Promise<void> {
    this.deps.write(text);
    if (files.length === 0) return;
    this.deps.attach(await this.deps.attachments.restore(files.map(({ saved }) => saved)));
  }

  private get outbox(): TaskOutbox | undefined {
    const taskId = this.deps.taskId();
    return taskId === undefined ? undefined : this.deps.outboxes.of(taskId);
  }
}
