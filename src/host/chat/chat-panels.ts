import * as v from 'valibot';
import * as vscode from 'vscode';
import { ViewStateSchema, type ViewState } from '../../core/view-state';
import { withoutIcons } from '../../core/visible-text';
import type { Attached, SelectedCode } from '../attachment';
import { chatViewType } from '../platform/public-names';
import { ChatPanel, type ChatPanelDeps } from './chat-panel';
import type { ComposedTask } from './new-task-arguments';

/**
 * All open chats: one for each task, and those in which a new task is composed. A task that was found after a lost answer may have
 * been opened from the tree meanwhile: then it has two, as something may be written in either. Panels outlive this object: closing them
 * when the extension stops would keep VS Code from restoring them.
 */
export class ChatPanels implements vscode.WebviewPanelSerializer {
  private readonly panels = new Set<ChatPanel>();
  private readonly deps: ChatPanelDeps;

  constructor(deps: Omit<ChatPanelDeps, 'disposed'>) {
    this.deps = { ...deps, disposed: (panel) => this.panels.delete(panel) };
  }

  /** Whether the person sees the task's chat. */
  isShown(taskId: string): boolean {
    return vscode.window.state.focused && this.find(taskId)?.panel.visible === true;
  }

  /** The tasks whose chats are in front, one for each editor group at most. */
  get inFront(): readonly string[] {
    return [...this.panels].flatMap(({ panel, taskId }) => (panel.visible ? (taskId ?? []) : []));
  }

  /** The task whose chat is in front. */
  get shownTaskId(): string | undefined {
    return this.inFront[0];
  }

  /** Shows the chat of a task, scrolled to a tool call when one is named. */
  open(taskId: string, callId?: string): void {
    const existing = this.find(taskId);
    const panel = existing ?? this.create('Sigmic Task');
    if (existing === undefined) panel.follow(taskId);
    panel.reveal(callId);
  }

  /** Adds files and folders to the next message of a task. */
  async attach(taskId: string, files: readonly unknown[]): Promise<void> {
    this.open(taskId);
    const panel = this.find(taskId);
    panel?.focusComposer();
    await panel?.composer.attachWhenLooked(this.deps.attachments.fromUris(files));
  }

  /** Opens the composer of a new task about this code. */
  composeAbout({ words, attached }: SelectedCode): void {
    const panel = this.create('New Task');
    panel.add(`${words}\n\n`, attached);
  }

  /** Adds the code to the message of the open chat, or of the one that the person picks; of a new task when there is none. */
  async sendCode(code: SelectedCode): Promise<void> {
    const open = [...this.panels];
    const shown =
      open.find(({ panel }) => panel.visible) ?? (open.length > 1 ? await pickPanel(open) : open[0]);
    if (shown !== undefined) shown.add(`${code.words}\n\n`, code.attached);
    else if (open.length === 0) this.composeAbout(code);
  }

  /**
   * Opens the composer filled with `task`; when that says to submit, answers the new task's id, undefined if it failed.
   * `attaching`: files instead of those that the task names.
   */
  async compose(task: ComposedTask, attaching?: Promise<Attached>): Promise<string | undefined> {
    const { message, files, env, secrets, submit, forgotten, ...options } = task;
    const given = [message, env, secrets, ...Object.values(options)].some((value) => value !== undefined);
    // A draft that somebody has begun is added to, never written over.
    const panel = (given ? undefined : this.composing()) ?? this.create('New Task');
    const draft = { text: message ?? '', ...options };
    if (given) panel.fill(draft, { env, secrets }, forgotten);
    panel.focusComposer();
    const found = attaching ?? (files.length > 0 ? this.deps.attachments.fromUris(files) : undefined);
    if (found !== undefined) await panel.composer.attachWhenLooked(found);
    if (!submit || panel.composer.state.problem !== undefined || panel.composer.holdsBack()) return undefined;
    await panel.send(draft);
    return panel.taskId;
  }

  /** Brings a panel of the last window back: its conversation, or its draft, which the view kept. */
  deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { output: viewState, success } = v.safeParse(ViewStateSchema, state);
    const panel = this.add(webviewPanel, success ? viewState : {});
    if (success && viewState.taskId !== undefined) panel.follow(viewState.taskId);
    return Promise.resolve();
  }

  private create(title: string): ChatPanel {
    return this.add(
      vscode.window.createWebviewPanel(chatViewType, title, vscode.ViewColumn.Active, {
        enableFindWidget: true,
      }),
    );
  }

  private add(webviewPanel: vscode.WebviewPanel, before: Partial<ViewState> = {}): ChatPanel {
    const panel = new ChatPanel(webviewPanel, this.deps, before);
    this.panels.add(panel);
    return panel;
  }

  private find(taskId: string): ChatPanel | undefined {
    return [...this.panels].find((panel) => panel.taskId === taskId);
  }

  private composing(): ChatPanel | undefined {
    const inUse = this.deps.services.profileId();
    return [...this.panels].findLast(
      (panel) => panel.taskId === undefined && !panel.composer.state.sending && panel.profileId === inUse,
    );
  }
}

async function pickPanel(panels: readonly ChatPanel[]): Promise<ChatPanel | undefined> {
  const items = panels.map((panel) => ({ label: withoutIcons(panel.panel.title), panel }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: 'Which chat shall have the selection?',
  });
  return picked?.panel;
}
