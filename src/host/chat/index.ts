import * as vscode from 'vscode';
import { loadPart } from '../../core/api';
import type { Attached, AttachmentSource, SelectedCode } from '../attachment';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import type { TaskMarks } from '../platform/task-marks';
import { commandPart } from '../platform/command-part';
import type { HostServices } from '../services';
import { ChatPanels } from './chat-panels';
import { KeptState } from './kept-state';
import { Excerpts } from './excerpts';
import { parseNewTask, type NewTaskArguments } from './new-task-arguments';
import { Outboxes } from './outbox/outboxes';
import type { ChoiceSources } from './panel-choices';
import { SeenTasks } from './seen-tasks';
import { createCompletionNotices } from './tell-completion';
import { createPausedNotices } from './outbox/tell-paused';
import { readTaskLink } from './task-link';
import { TextDocuments } from './text-documents';

/** What others may ask of the chat. */
export interface Chat {
  /** What `sigmic.newTask` does, with files that are being looked at. */
  readonly compose: (
    task: Partial<Omit<NewTaskArguments, 'files'>>,
    attaching?: Promise<Attached>,
  ) => Promise<string | undefined>;
  /** Puts a message into the task's outbox; on disk when it resolves. Throws SigmicError when no more can wait. */
  readonly queueFollowUp: (taskId: string, text: string) => Promise<void>;
  dispose(): void;
}

/**
 * The chat: `sigmic.newTask`, `sigmic.openTask`, `sigmic.sendFiles`, `sigmic.newTaskFromSelection`,
 * `sigmic.sendSelection`, `sigmic.exportTranscript`, `sigmic.saveTranscript(task?, destination?: Uri)`, links `vscode://sigmic.sigmic/...`, and the panels of the last window.
 */
export function registerChat(
  services: HostServices,
  attachments: AttachmentSource,
  listings: ArtifactListings,
  marks: TaskMarks,
  fileMarks: ArtifactMarks,
  choices: ChoiceSources,
): Chat {
  const excerpts = new Excerpts(services.front);
  const kept = new KeptState(services, attachments);
  const outboxes = new Outboxes(services, attachments, kept.outboxes, kept.ledger);
  const texts = new TextDocuments(services);
  const panels = new ChatPanels({
    services,
    attachments,
    excerpts,
    listings,
    fileMarks,
    choices,
    drafts: kept.drafts,
    ledger: kept.ledger,
    outboxes,
    texts,
    begun: (taskId) => marks.see(taskId, true),
    shownChanged: () => seen.look(),
  });
  const seen = new SeenTasks(panels, services.sessions, marks);
  const { front } = services;
  const registerExport = commandPart(services, () => import('./export-transcript'));
  const registered = vscode.Disposable.from(
    excerpts,
    kept,
    outboxes,
    texts,
    seen,
    createCompletionNotices(services, panels, marks),
    createPausedNotices(services, panels, outboxes),
    front.registerPanels(panels),
    front.registerCommand('sigmic.newTask', (argument?: unknown) => panels.compose(parseNewTask(argument))),
    front.registerCommand('sigmic.openTask', (task: unknown, options?: unknown) =>
      panels.open(taskIdOf(task), stringField(options, 'reveal')),
    ),
    front.registerCommand('sigmic.newTaskFromSelection', (options?: unknown) => {
      const code = selection(attachments, options);
      if (code !== undefined) panels.composeAbout(code);
    }),
    front.registerCommand('sigmic.sendSelection', async (options?: unknown) => {
      const code = selection(attachments, options);
      if (code !== undefined) await panels.sendCode(code);
    }),
    registerExport('sigmic.exportTranscript', ({ exportTranscript }, task) => {
      const taskId = task === undefined ? panels.shownTaskId : taskIdOf(task);
      if (taskId !== undefined) return exportTranscript(services, taskId);
      void vscode.window.showInformationMessage('Open a task first: its conversation is what is exported.');
      return undefined;
    }),
    registerExport('sigmic.saveTranscript', ({ saveTranscript }, task, destination) => {
      const taskId = task === undefined ? panels.shownTaskId : taskIdOf(task);
      const place = destination instanceof vscode.Uri ? destination : undefined;
      if (taskId !== undefined) return saveTranscript(services, taskId, place);
      void vscode.window.showInformationMessage('Open a task first: its conversation is what is saved.');
      return undefined;
    }),
    front.registerCommand('sigmic.runAgain', (task?: unknown) => {
      const taskId = task === undefined ? panels.shownTaskId : taskIdOf(task);
      if (taskId !== undefined) return runAgain(services, panels, taskId);
      void vscode.window.showInformationMessage('Open a task first: it is the one to be run again.');
      return undefined;
    }),
    front.registerLinks({ handleUri: (uri) => followLink(panels, uri) }),
    front.registerCommand('sigmic.sendFiles', (clicked?: unknown, selected?: unknown, options?: unknown) => {
      const files = filesOf(clicked, selected);
      const taskId = stringField(options, 'taskId');
      return taskId === undefined ? panels.compose(parseNewTask({ files })) : panels.attach(taskId, files);
    }),
  );
  return {
    dispose: () => void registered.dispose(),
    compose: (task, attaching) => panels.compose(parseNewTask(task), attaching),
    queueFollowUp: (taskId, text) => outboxes.of(taskId).add(text, []),
  };
}

/** Opens the composer of a new task, filled with what another was made of. */
async function runAgain(services: HostServices, panels: ChatPanels, taskId: string): Promise<void> {
  const { likeTask } = await loadPart(() => import('./run-again'));
  const task = await likeTask(services, taskId, () => runAgain(services, panels, taskId));
  if (task !== undefined) await panels.compose(task);
}

async function followLink(panels: ChatPanels, { path, query }: vscode.Uri): Promise<void> {
  const link = readTaskLink(path, query);
  if (link?.kind === 'task') panels.open(link.taskId);
  else if (link?.kind === 'new') await panels.compose(parseNewTask({ message: link.message }));
  else void vscode.window.showWarningMessage('Sigmic does not understand this link.');
}

/** `options.diagnostics`: with the problems there. Says what to do when nothing is selected. */
function selection(attachments: AttachmentSource, options: unknown): SelectedCode | undefined {
  const diagnostics: unknown =
    typeof options === 'object' && options !== null ? Reflect.get(options, 'diagnostics') : undefined;
  const code = attachments.fromSelection(diagnostics === true);
  if (code === undefined)
    void vscode.window.showInformationMessage(
      'Select some text in an editor first; Sigmic gets what is selected.',
    );
  return code;
}

/** The explorer gives what is under the pointer and all that is selected; a keybinding gives nothing. */
function filesOf(clicked: unknown, selected: unknown): readonly unknown[] {
  if (Array.isArray(selected) && selected.length > 0) return selected;
  if (clicked !== undefined) return [clicked];
  const active = vscode.window.activeTextEditor?.document.uri;
  return active === undefined ? [] : [active];
}

/** A task's id, or what a tree hands to its commands: something that has it. */
function taskIdOf(task: unknown): string {
  const id = typeof task === 'string' ? task : (stringField(task, 'taskId') ?? stringField(task, 'id'));
  if (id === undefined || id === '') throw new Error('sigmic.openTask needs the id of a task.');
  return id;
}

function stringField(value: unknown, key: string): string | undefined {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof field === 'string' ? field : undefined;
}
