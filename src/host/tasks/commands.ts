import * as vscode from 'vscode';
import type { CancelOutcome } from '../../core/session/cancel-task';
import { isActive } from '../../core/session/state';
import { withoutIcons } from '../../core/visible-text';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { HostServices } from '../services';
import { cancelAndTell } from './cancel';
import type { TaskEntry } from './task-list';
import type { Tasks } from './tasks';
import { firstLine, statusWords } from './words';

/** A task as a command answers it to whoever called it. */
interface TaskSummary {
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

/** The commands on the list and on single tasks. They take a task's id, or its node in the tree. */
export function registerTaskCommands(
  services: HostServices,
  tasks: Tasks,
  listings: ArtifactListings,
): vscode.Disposable {
  const { report, withSignIn } = services;

  /** The id that was given; else the person picks one. */
  const chosen = async (
    given: unknown,
    filter: (entry: TaskEntry) => boolean,
  ): Promise<string | undefined> => {
    const id = taskIdOf(given);
    if (id !== undefined) return id;
    if (!tasks.loaded) await tasks.refresh(withSignIn);
    return pickTask(tasks.list.entries.filter(filter));
  };

  const refresh = async (given?: unknown): Promise<readonly TaskSummary[]> => {
    // Only a string names a task here: the view's own button hands in whichever node has the focus.
    if (typeof given === 'string') listings.invalidate(given);
    else {
      await tasks.refresh(withSignIn);
      // Signing in on the way starts the list anew.
      if (!tasks.loaded && tasks.problem === undefined) await tasks.firstLoad();
      if (tasks.problem !== undefined) services.log.warn('The tasks could not be loaded.', tasks.problem);
    }
    return summaries(tasks);
  };

  const loadMore = async (): Promise<readonly TaskSummary[]> => {
    try {
      await tasks.loadMore(withSignIn);
    } catch (error) {
      report(error, 'load more tasks', loadMore);
    }
    return summaries(tasks);
  };

  const cancel = async (given?: unknown): Promise<CancelOutcome['kind'] | undefined> => {
    const id = await chosen(given, (entry) => isActive(entry.status));
    if (id === undefined) return undefined;
    return cancelAndTell(services, tasks, id);
  };

  const copyId = async (given?: unknown): Promise<void> => {
    const id = await chosen(given, () => true);
    if (id === undefined) return;
    await vscode.env.clipboard.writeText(id);
    void vscode.window.setStatusBarMessage('Task ID copied', 3000);
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('sigmic.refreshTasks', refresh),
    vscode.commands.registerCommand('sigmic.loadMoreTasks', loadMore),
    vscode.commands.registerCommand('sigmic.cancelTask', cancel),
    vscode.commands.registerCommand('sigmic.copyTaskId', copyId),
  );
}

function taskIdOf(given: unknown): string | undefined {
  const id: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, 'taskId') : given;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

async function pickTask(entries: readonly TaskEntry[]): Promise<string | undefined> {
  if (entries.length === 0) {
    void vscode.window.showInformationMessage('There is no such task.');
    return undefined;
  }
  const items = entries.map((entry) => ({
    label: withoutIcons(firstLine(entry.title)) || 'Untitled task',
    description: statusWords[entry.status],
    id: entry.id,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Choose a task' }))?.id;
}

function summaries(tasks: Tasks): readonly TaskSummary[] {
  return tasks.list.entries.map(({ id, title, status }) => ({ id, title, status }));
}
