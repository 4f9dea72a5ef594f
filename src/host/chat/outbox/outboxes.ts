import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { systemClock } from '../../../core/api/clock';
import { withoutLinks } from '../../../core/visible-text';
import type { AttachmentSource } from '../../attachment';
import type { HostServices } from '../../services';
import { originsOf } from '../origins-of';
import { withUploadProgress } from '../upload-progress';
import type { SendLedger } from '../send-ledger';
import type { OutboxStore } from './outbox-store';
import { TaskOutbox } from './task-outbox';
import { isAlive } from '../../platform/is-alive';

/** The start of a window has other things to do, and brings back its chats first. */
const WAKE_AFTER_MS = 1500;

/**
 * The outboxes of the tasks that this window follows. What waits is sent while a session of its task lives here: the chat shows
 * it, the list of tasks follows it because it runs, or something waited for it when the window started.
 */
export class Outboxes implements vscode.Disposable {
  private readonly outboxes = new Map<string, TaskOutbox>();
  /** This life of this window. */
  readonly life = randomUUID();
  private readonly changed = new vscode.EventEmitter<string>();
  private readonly stops: (() => void)[] = [];
  private watching = false;
  private disposed = false;
  private readonly fromEarlier = new Set<string>();

  /** The id of a task whose outbox changed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly services: HostServices,
    private readonly attachments: AttachmentSource,
    private readonly store: OutboxStore,
    private readonly ledger: SendLedger,
  ) {
    this.stops.push(
      services.sessions.onUpdate((session, update) => this.of(session.taskId).sessionChanged(update)),
      systemClock.after(WAKE_AFTER_MS, () => void this.wake()),
    );
  }

  /** The outbox of a task; it reads by itself what waits from earlier. */
  of(taskId: string): TaskOutbox {
    const known = this.outboxes.get(taskId);
    if (known !== undefined) return known;
    this.watch();
    this.forget();
    const { client, sessions, log, withSignIn, claims } = this.services;
    const outbox = new TaskOutbox(taskId, {
      client,
      sessions,
      log,
      withSignIn,
      claims,
      ledger: this.ledger,
      attachments: this.attachments,
      store: this.store,
      life: this.life,
      isAlive,
      masked: (text) => this.services.secrets.text(text),
      delivered: (id, files) => void this.services.origins.note(id, originsOf(files)),
      tell: (message) => void vscode.window.showInformationMessage(withoutLinks(message)),
      withProgress: withUploadProgress,
      changed: () => this.changed.fire(taskId),
    });
    this.outboxes.set(taskId, outbox);
    return outbox;
  }

  /** Whether something waited for this task when the window started. */
  isFromEarlier(taskId: string): boolean {
    return this.fromEarlier.has(taskId);
  }

  dispose(): void {
    this.disposed = true;
    for (const stop of this.stops) stop();
    for (const outbox of this.outboxes.values()) outbox.dispose();
    this.changed.dispose();
  }

  /** Lets go of those that nobody needs: a window that is open for weeks sees many tasks. */
  private forget(): void {
    for (const [taskId, outbox] of this.outboxes) {
      if (!outbox.isIdle) continue;
      outbox.dispose();
      this.outboxes.delete(taskId);
    }
  }

  /** Takes up what waits from an earlier window, so that nobody has to show its task first. Does nothing when nothing waits. */
  private async wake(): Promise<void> {
    try {
      for (const { taskId, isPaused } of await this.store.waiting()) {
        if (this.disposed) return;
        this.fromEarlier.add(taskId);
        const hold = isPaused ? undefined : this.services.sessions.acquire(taskId);
        // From then on the outbox itself holds the session, for as long as something is to be sent.
        await this.of(taskId).load();
        hold?.dispose();
        this.changed.fire(taskId);
      }
    } catch (error) {
      this.services.log.warn(`What waits from an earlier window could not be looked for: ${String(error)}`);
    }
  }

  /** What other windows write is seen here too. Without that, each still takes only what nobody else has taken. */
  private watch(): void {
    if (this.watching) return;
    this.watching = true;
    const failed = (error: unknown): void =>
      this.services.log.warn(`Outboxes of other windows are not seen: ${String(error)}`);
    const seen = (isOf: (taskId: string) => boolean): void => {
      for (const [taskId, outbox] of this.outboxes) if (isOf(taskId)) void outbox.load();
    };
    this.store.watch(seen, failed).then((stop) => {
      if (this.disposed) stop();
      else this.stops.push(stop);
    }, failed);
  }
}
