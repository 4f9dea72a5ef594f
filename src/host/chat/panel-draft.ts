import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Task } from '../../core/api';
import type { ViewState } from '../../core/view-state';
import type { OpeningMessage } from '../../core/session/task-session';
import { withoutLinks } from '../../core/visible-text';
import type { AttachmentSource } from '../attachment';
import type { HostServices } from '../services';
import { Composer, type Draft } from './composer';
import { followUp, newTask } from './deliveries';
import type { Delivery } from './delivery';
import { KeptDraft } from './kept-draft';
import type { PanelOutbox } from './outbox/panel-outbox';
import { originsOf } from './origins-of';
import type { PanelChoices } from './panel-choices';
import type { PanelProfile } from './panel-profile';
import type { PanelTask } from './panel-task';
import type { PatchFeed } from './patch-feed';
import type { RecordFolder } from './record-folder';
import type { SendLedger } from './send-ledger';
import type { Attempt, Sending } from './sending';

interface PanelDraftDeps {
  readonly services: HostServices;
  readonly attachments: AttachmentSource;
  readonly drafts: RecordFolder;
  readonly ledger: SendLedger;
  readonly task: PanelTask;
  readonly feed: PatchFeed;
  readonly outbox: PanelOutbox;
  readonly profile: PanelProfile;
  readonly choices: PanelChoices;
  /** A task was made of the draft. */
  readonly begin: (task: Task, opening: OpeningMessage) => void;
  /** A message of an earlier window went to this task. */
  readonly follow: (taskId: string) => void;
}

/** What is written in one chat: composed, kept on disk and sent, as a new task or as a message of the task that is shown. */
export class PanelDraft {
  readonly composer: Composer;
  private readonly kept: KeptDraft;

  constructor(
    private readonly deps: PanelDraftDeps,
    /** What the view of this panel saved in an earlier window. */
    before: Partial<ViewState>,
  ) {
    const { services, task, feed } = deps;
    const { draftId } = before;
    this.composer = new Composer({
      changed: () => {
        this.kept.changed();
        feed.tell({ type: 'composer', composer: this.composer.state });
      },
      sent: (text) => feed.deliver({ type: 'sent', text }),
      delivery: (draft, opening, attempt) => this.delivery(draft, opening, attempt),
      remember: (sending) => this.kept.remember(sending),
      queue: () => deps.outbox.queue,
      filesFollow: (draft) => this.filesFollow(draft),
      delivered: (files) => {
        if (task.id !== undefined) void services.origins.note(task.id, originsOf(files));
      },
      withSignIn: services.withSignIn,
      tell: (message) => void vscode.window.showInformationMessage(withoutLinks(message)),
      failed: (error) => services.log.warn(`Sending failed: ${String(error)}`),
      words: () =>
        task.id === undefined
          ? { doing: 'create the task', look: 'Look at the list of tasks' }
          : { doing: 'send the message', look: 'Look whether the conversation goes on' },
    });
    this.kept = new KeptDraft(draftId ?? randomUUID(), {
      records: deps.drafts,
      attachments: deps.attachments,
      current: () => this.composer.attachments,
      failed: (error) => services.log.warn(`Attached files could not be kept: ${String(error)}`),
    });
    if (draftId !== undefined)
      this.kept.restore(
        (attached) => this.composer.attach(attached),
        (sending) => void this.takeUp(sending, before),
      );
  }

  /** Under which it is kept. */
  get id(): string {
    return this.kept.id;
  }

  /** As Composer.send. */
  async send(draft: Draft): Promise<boolean> {
    // Only when it is read that nothing of this draft was on its way before.
    await this.kept.settled;
    return this.composer.send(draft);
  }

  /** The sending of a draft, or the one of which `attempt` is left. */
  private delivery(draft: Draft, opening: boolean, attempt?: Attempt): Delivery {
    const { task, profile, choices, begin } = this.deps;
    const services = { ...this.deps.services, ledger: this.deps.ledger };
    if (task.session !== undefined)
      return followUp(services, task.session, draft.text, attempt?.kind === 'message' ? attempt : undefined);
    const deps = {
      client: profile.client,
      profileId: profile.id,
      variables: () => choices.values(draft.variables),
      created: begin,
    };
    return newTask(services, draft, opening, deps, attempt?.kind === 'task' ? attempt : undefined);
  }

  /** What an earlier window was sending from here. */
  private async takeUp(sending: Sending, { text = '', at = 0 }: Partial<ViewState>): Promise<void> {
    const { task, feed, follow } = this.deps;
    const { attempt, draft } = sending;
    if (attempt.kind === 'message' && task.id === undefined) follow(attempt.taskId);
    if (task.id !== (attempt.kind === 'message' ? attempt.taskId : undefined)) {
      // The view knows the task already: its creation is no question any more.
      await this.kept.remember(undefined);
      return;
    }
    const isStale = text !== draft.text && at < attempt.sentAt;
    if (isStale) feed.deliver({ type: 'draft', ...draft });
    await this.composer.takeUp(sending, this.delivery(draft, sending.opening, attempt));
    if (isStale && this.composer.state.problem === undefined) feed.deliver({ type: 'sent' });
  }

  /** The API takes no files in the request that creates a task with variables. */
  private filesFollow(draft: Draft): boolean {
    const alone = this.deps.task.id === undefined && this.composer.sendsFiles;
    return alone && this.deps.choices.hasVariables(draft.variables);
  }
}
