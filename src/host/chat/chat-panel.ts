import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Task } from '../../core/api';
import type { Forgotten, Reviewed, Snapshot, ViewState } from '../../core/protocol';
import type { OpeningMessage } from '../../core/session/task-session';
import { emptyTranscript } from '../../core/session/transcript';
import { newestTurns } from '../../core/session/transcript-window';
import { taskTitle, withoutLinks } from '../../core/visible-text';
import type { Attached, AttachmentSource } from '../attachment';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import type { TaskVariables } from '../variable-source';
import type { HostServices } from '../services';
import { chatIcon, loadChatPage } from './chat-page';
import { Composer, type Draft } from './composer';
import type { Delivery } from './delivery';
import { KeptDraft } from './kept-draft';
import { followUp, newTask } from './deliveries';
import type { Excerpts } from './excerpts';
import { FloodGate } from './flood-gate';
import type { Outboxes } from './outbox/outboxes';
import { PanelOutbox } from './outbox/panel-outbox';
import { originsOf } from './origins-of';
import { reviewTool } from './panel-actions';
import { PanelChoices, type ChoiceSources } from './panel-choices';
import { receive } from './panel-handlers';
import { PanelProfile } from './panel-profile';
import { PanelTask } from './panel-task';
import { PatchFeed } from './patch-feed';
import type { RecordFolder } from './record-folder';
import { runAfter } from './run-after';
import type { SendLedger } from './send-ledger';
import type { Attempt, Sending } from './sending';
import { TaskFiles } from './task-files';
import type { TextDocuments } from './text-documents';

export interface ChatPanelDeps {
  readonly services: HostServices;
  readonly attachments: AttachmentSource;
  readonly excerpts: Excerpts;
  readonly listings: ArtifactListings;
  readonly fileMarks: ArtifactMarks;
  readonly choices: ChoiceSources;
  readonly drafts: RecordFolder;
  readonly ledger: SendLedger;
  readonly outboxes: Outboxes;
  readonly texts: TextDocuments;
  /** The draft of this panel became a task. */
  readonly becameTask: (panel: ChatPanel) => void;
  readonly disposed: (panel: ChatPanel) => void;
  /** A task was begun here, whether or not this panel is still there to show it. */
  readonly begun: (taskId: string) => void;
  /** The person may see another chat than before. */
  readonly shownChanged: () => void;
}

/** One chat: first the composer of a new task, then its conversation. */
export class ChatPanel {
  readonly composer: Composer;
  private readonly task: PanelTask;
  private readonly feed: PatchFeed;
  private readonly gate: FloodGate;
  private readonly draft: KeptDraft;
  private readonly outbox: PanelOutbox;
  private readonly files: TaskFiles;
  private readonly profile: PanelProfile;
  private readonly choices: PanelChoices;
  private reviewed: Reviewed = [];
  private closed = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly deps: ChatPanelDeps,
    /** What the view of this panel saved in an earlier window. */
    before: Partial<ViewState>,
  ) {
    const { services } = deps;
    const { draftId, profileId, forgotten } = before;
    this.task = new PanelTask(services.sessions, (update) => {
      this.gate.push(update);
      if (update.head !== undefined) this.retitle(update.head.title);
    });
    this.feed = new PatchFeed(
      {
        post: (message) => void panel.webview.postMessage(message),
        snapshot: () => this.snapshot(),
        schedule: runAfter,
      },
      panel.visible,
    );
    this.gate = new FloodGate({ feed: this.feed, schedule: runAfter });
    this.composer = new Composer({
      changed: () => {
        this.draft.changed();
        this.feed.tell({ type: 'composer', composer: this.composer.state });
      },
      sent: (text) => this.feed.deliver({ type: 'sent', text }),
      delivery: (draft, opening, attempt) => this.delivery(draft, opening, attempt),
      remember: (sending) => this.draft.remember(sending),
      queue: () => this.outbox.queue,
      filesFollow: (draft) => this.filesFollow(draft),
      delivered: (files) => {
        if (this.taskId !== undefined) void services.origins.note(this.taskId, originsOf(files));
      },
      withSignIn: services.withSignIn,
      tell: (message) => void vscode.window.showInformationMessage(withoutLinks(message)),
      failed: (error) => services.log.warn(`Sending failed: ${String(error)}`),
      words: () =>
        this.taskId === undefined
          ? { doing: 'create the task', look: 'Look at the list of tasks' }
          : { doing: 'send the message', look: 'Look whether the conversation goes on' },
    });
    this.draft = new KeptDraft(draftId ?? randomUUID(), {
      records: deps.drafts,
      attachments: deps.attachments,
      current: () => this.composer.attachments,
      failed: (error) => services.log.warn(`Attached files could not be kept: ${String(error)}`),
    });
    if (draftId !== undefined)
      this.draft.restore(
        (attached) => this.composer.attach(attached),
        (sending) => void this.takeUp(sending, before),
      );
    this.outbox = new PanelOutbox({
      outboxes: deps.outboxes,
      attachments: deps.attachments,
      masked: (text) => services.secrets.text(text),
      taskId: () => this.taskId,
      changed: () => this.feed.tell({ type: 'outbox', outbox: this.outbox.view }),
      write: (text) => this.feed.deliver({ type: 'draft', text, append: true }),
      attach: (attached) => this.composer.attach(attached),
    });
    this.files = new TaskFiles({
      listings: deps.listings,
      marks: deps.fileMarks,
      taskId: () => this.taskId,
      isVisible: () => panel.visible,
      changed: () => this.feed.tell({ type: 'files', files: this.files.list }),
      failed: (error) => services.log.debug(`The files of a task could not be listed: ${String(error)}`),
    });
    this.profile = new PanelProfile(services, {
      begunWith: profileId,
      taskId: () => this.taskId,
      changed: (profile) => this.feed.tell({ type: 'profile', profile }),
    });
    this.choices = new PanelChoices(
      deps.choices,
      () => this.profileId,
      () => this.feed.tell({ type: 'choices', choices: this.choices.state }),
      forgotten,
    );
    panel.iconPath = chatIcon(services.context.extensionUri);
    panel.onDidDispose(() => this.dispose());
    panel.onDidChangeViewState(() => {
      this.feed.setVisible(panel.visible);
      this.files.refresh();
      deps.shownChanged();
    });
    const page = {
      ...deps,
      composer: this.composer,
      outbox: this.outbox,
      feed: this.feed,
      session: () => this.task.session,
      profileId: () => this.profileId,
      send: (draft: Draft) => this.send(draft),
      review: (callId: string) => this.review(callId),
    };
    panel.webview.onDidReceiveMessage((raw: unknown) => receive(raw, page));
    loadChatPage(panel.webview, services.context.extensionUri);
  }

  get taskId(): string | undefined {
    return this.task.id;
  }

  get profileId(): string {
    return this.profile.id;
  }

  /** Shows the conversation of a task in this panel from now on. */
  follow(taskId: string, seed?: Task, opening?: OpeningMessage): void {
    const session = this.task.follow(taskId, seed, opening);
    this.choices.give({});
    this.retitle(session.head.title);
    this.feed.restart();
    this.files.refresh();
    this.deps.shownChanged();
  }

  private begin(task: Task, opening: OpeningMessage): void {
    this.deps.begun(task.id);
    // Nobody looks any more, but what follows the first message goes to this task; `send` lets go of it.
    if (this.closed) this.task.hold(task.id, task, opening);
    else {
      this.follow(task.id, task, opening);
      this.deps.becameTask(this);
    }
  }

  /** Fills the composer of a new task. */
  fill(draft: Draft, variables: TaskVariables, forgotten?: Forgotten): void {
    this.choices.give(variables, forgotten);
    this.feed.deliver({ type: 'draft', ...draft });
  }

  /** Adds to what is being written here. */
  add(words: string, attached: Attached): void {
    this.feed.deliver({ type: 'draft', text: words, append: true });
    this.composer.attach(attached);
    this.focusComposer();
  }

  /** Comes to the front, with the cursor in the textbox. */
  focusComposer(): void {
    this.panel.reveal();
    this.feed.deliver({ type: 'focusComposer' });
  }

  /** Comes to the front; `callId` is the tool call to scroll to. */
  reveal(callId?: string): void {
    this.panel.reveal();
    if (callId !== undefined) this.feed.deliver({ type: 'reveal', callId });
  }

  /** As Composer.send, to the end also when the chat is closed meanwhile. */
  async send(draft: Draft): Promise<boolean> {
    // Only when it is read that nothing of this draft was on its way before.
    await this.draft.settled;
    return this.composer.send(draft).finally(() => (this.closed ? this.task.dispose() : undefined));
  }

  /** Opens a waiting call in an editor; only when it is there, it counts as seen. */
  private async review(callId: string): Promise<void> {
    if (this.taskId === undefined) return;
    const shown = await reviewTool(this.taskId, callId);
    if (shown === undefined) return;
    this.reviewed = [...this.reviewed.filter((other) => other.callId !== callId), { callId, shown }];
    this.feed.tell({ type: 'reviewed', reviewed: this.reviewed });
  }

  /** The sending of a draft, or the one of which `attempt` is left. */
  private delivery(draft: Draft, opening: boolean, attempt?: Attempt): Delivery {
    const services = { ...this.deps.services, ledger: this.deps.ledger };
    const { session } = this.task;
    if (session !== undefined)
      return followUp(services, session, draft.text, attempt?.kind === 'message' ? attempt : undefined);
    const deps = {
      client: this.profile.client,
      profileId: this.profileId,
      variables: () => this.choices.values(draft.variables),
      created: (task: Task, message: OpeningMessage) => this.begin(task, message),
    };
    return newTask(services, draft, opening, deps, attempt?.kind === 'task' ? attempt : undefined);
  }

  /** What an earlier window was sending from here. */
  private async takeUp(sending: Sending, { text = '', at = 0 }: Partial<ViewState>): Promise<void> {
    const { attempt, draft } = sending;
    if (attempt.kind === 'message' && this.taskId === undefined) this.follow(attempt.taskId);
    if (this.taskId !== (attempt.kind === 'message' ? attempt.taskId : undefined)) {
      // The view knows the task already: its creation is no question any more.
      await this.draft.remember(undefined);
      return;
    }
    const isStale = text !== draft.text && at < attempt.sentAt;
    if (isStale) this.feed.deliver({ type: 'draft', ...draft });
    await this.composer.takeUp(sending, this.delivery(draft, sending.opening, attempt));
    if (isStale && this.composer.state.problem === undefined) this.feed.deliver({ type: 'sent' });
  }

  /** The API takes no files in the request that creates a task with variables. */
  private filesFollow(draft: Draft): boolean {
    const alone = this.taskId === undefined && this.composer.sendsFiles;
    return alone && this.choices.hasVariables(draft.variables);
  }

  private snapshot(): Snapshot {
    const { session } = this.task;
    return {
      type: 'snapshot',
      ...(session && { head: session.head }),
      transcript: session === undefined ? emptyTranscript : newestTurns(session.transcript),
      connection: session?.connection ?? { kind: 'idle' },
      composer: this.composer.state,
      outbox: this.outbox.view,
      draftId: this.draft.id,
      profile: this.profile.state,
      ...(session === undefined && { choices: this.choices.state }),
      files: this.files.list,
      reviewed: this.reviewed,
      autoExecute: this.deps.services.settings.autoExecute(),
    };
  }

  private retitle(title: string): void {
    // Until the task is known, a restored panel keeps the title that it had.
    if (title !== '') this.panel.title = taskTitle(title, 40) || 'Sigmic Task';
  }

  private dispose(): void {
    this.closed = true;
    this.gate.dispose();
    this.feed.dispose();
    this.files.dispose();
    this.profile.dispose();
    this.choices.dispose();
    this.outbox.dispose();
    this.task.dispose();
    this.deps.disposed(this);
  }
}
