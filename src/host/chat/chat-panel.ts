import type * as vscode from 'vscode';
import type { Task } from '../../core/api';
import type { Forgotten, Reviewed, Snapshot } from '../../core/protocol';
import type { ViewState } from '../../core/view-state';
import type { OpeningMessage } from '../../core/session/task-session';
import { emptyTranscript } from '../../core/session/transcript';
import { newestTurns } from '../../core/session/transcript-window';
import { taskTitle } from '../../core/visible-text';
import type { Attached, AttachmentSource } from '../attachment';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import type { TaskVariables } from '../variable-source';
import type { HostServices } from '../services';
import { chatIcon, loadChatPage } from './chat-page';
import type { Composer, Draft } from './composer';
import type { Excerpts } from './excerpts';
import { FloodGate } from './flood-gate';
import type { Outboxes } from './outbox/outboxes';
import { PanelOutbox } from './outbox/panel-outbox';
import { reviewTool } from './panel-actions';
import { PanelChoices, type ChoiceSources } from './panel-choices';
import { PanelDraft } from './panel-draft';
import { receive } from './panel-handlers';
import { PanelProfile } from './panel-profile';
import { PanelTask } from './panel-task';
import { PatchFeed } from './patch-feed';
import type { RecordFolder } from './record-folder';
import { withReview } from './reviewed-calls';
import { runAfter } from './run-after';
import type { SendLedger } from './send-ledger';
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
  readonly disposed: (panel: ChatPanel) => void;
  /** A task was begun here, whether or not this panel is still there to show it. */
  readonly begun: (taskId: string) => void;
  /** The person may see another chat than before. */
  readonly shownChanged: () => void;
}

/** One chat: first the composer of a new task, then its conversation. */
export class ChatPanel {
  private readonly task: PanelTask;
  private readonly feed: PatchFeed;
  private readonly gate: FloodGate;
  private readonly draft: PanelDraft;
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
    const { profileId, forgotten } = before;
    this.task = new PanelTask(services.sessions, (update) => {
      this.gate.push(update);
      if (update.head !== undefined) this.retitle(update.head.title);
    });
    this.feed = new PatchFeed(
      {
        post: (message) => void panel.webview.postMessage(message),
        snapshot: () => this.snapshot(),
        schedule: runAfter,
        now: () => performance.now(),
      },
      panel.visible,
    );
    this.gate = new FloodGate({ feed: this.feed, schedule: runAfter });
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
    this.draft = new PanelDraft(
      {
        ...deps,
        task: this.task,
        feed: this.feed,
        outbox: this.outbox,
        profile: this.profile,
        choices: this.choices,
        begin: (task, opening) => this.begin(task, opening),
        follow: (taskId) => this.follow(taskId),
      },
      before,
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

  get composer(): Composer {
    return this.draft.composer;
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
    else this.follow(task.id, task, opening);
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
  send(draft: Draft): Promise<boolean> {
    return this.draft.send(draft).finally(() => (this.closed ? this.task.dispose() : undefined));
  }

  /** Opens a waiting call in an editor; only when it is there, it counts as seen. */
  private async review(callId: string): Promise<void> {
    if (this.taskId === undefined) return;
    const shown = await reviewTool(this.taskId, callId);
    if (shown === undefined) return;
    this.reviewed = withReview(this.reviewed, { callId, shown }, this.task.session?.waiting ?? []);
    this.feed.tell({ type: 'reviewed', reviewed: this.reviewed });
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
