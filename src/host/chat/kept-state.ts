import * as vscode from 'vscode';
import type { AttachmentSource } from '../attachment';
import { offerLog, showLog } from '../platform/problems';
import type { HostServices } from '../services';
import { outboxFolder } from './outbox/outbox-folder';
import { OutboxStore } from './outbox/outbox-store';
import { VersionedRecords } from './outbox/versioned-records';
import { RecordFolder } from './record-folder';
import { SendLedger } from './send-ledger';

/** The start of a window has other things to do. */
const SWEEP_AFTER_MS = 60_000;
/** A draft that no window came back to for so long is given up. */
const DRAFT_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** What the chats keep on disk, and the clearing away of what nobody needs any more, once a window. */
export class KeptState implements vscode.Disposable {
  readonly drafts: RecordFolder;
  readonly outboxes: OutboxStore;
  readonly ledger: SendLedger;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly services: Pick<HostServices, 'context' | 'log'>,
    private readonly attachments: Pick<AttachmentSource, 'sweep'>,
  ) {
    const folder = (name: string): string =>
      vscode.Uri.joinPath(services.context.globalStorageUri, name).fsPath;
    this.drafts = new RecordFolder(folder('drafts'), (path) =>
      this.tellPutAside('The files of a draft could not be read: attach them again.', path),
    );
    this.outboxes = new OutboxStore(
      new VersionedRecords(outboxFolder(services.context.globalStorageUri.fsPath)),
      (path) =>
        this.tellPutAside('Messages that waited to be sent could not be read: write them again.', path),
    );
    this.ledger = new SendLedger(folder('sending'), services.log);
    this.timer = setTimeout(() => void this.sweep(), SWEEP_AFTER_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  /** Whoever counts on what was kept should know that it is missing. */
  private tellPutAside(words: string, path: string): void {
    this.services.log.warn(`${words} What was kept is in ${path}`);
    offerLog(vscode.window.showWarningMessage(`${words} The log says where the rest is.`, showLog));
  }

  private async sweep(): Promise<void> {
    try {
      await this.drafts.removeOlderThan(Date.now() - DRAFT_LIFE_MS);
      await this.outboxes.sweep();
      await this.ledger.sweep();
      await this.attachments.sweep([...(await this.drafts.texts()), ...(await this.outboxes.texts())]);
    } catch (error) {
      this.services.log.warn(`Old drafts could not be cleared away: ${String(error)}`);
    }
  }
}
