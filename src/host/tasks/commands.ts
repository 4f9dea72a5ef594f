import * as vscode from 'vscode';
import type { CancelOutcome } from '../../core/session/cancel-task';
import { isActive } from '../../core/session/state';
import type { HostServices } from '../services';
import { cancelAndTell } from './cancel';
import { matches } from './filter';
import { pickTask, taskIdsOf } from './task-argument';
import { taskLink } from './task-link';
import type { TaskEntry } from './task-list';
import type { Tasks } from './tasks';
import type { TreeChoices } from './tree-choices';
import type { TaskTree } from './tree-provider';
import { factsOf } from '../platform/problems';
import type { TaskMarks } from '../platform/task-marks';
import type { ArtifactListings } from '../platform/artifact-listings';

/** What the commands on tasks work with. */
export interface TaskCommandDeps {
  readonly services: HostServices;
  readonly tasks: Tasks;
  readonly marks: TaskMarks;
  readonly choices: TreeChoices;
  readonly listings: ArtifactListings;
  readonly tree: TaskTree;
}

/** A task as a command answers it to whoever called it. */
export interface TaskSummary {
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

/** Tasks as commands answer them. */
export function summaries(entries: readonly TaskEntry[]): readonly TaskSummary[] {
  return entries.map(({ id, title, status }) => ({ id, title, status }));
}

/** The commands on the list and on single tasks. They take a task's id, or its node in the tree. */
export function registerTaskCommands(deps: TaskCommandDeps): vscode.Disposable {
  const { services, tasks, marks, choices, listings, tree } = deps;
  const { client, front, sessions, report, withSignIn } = services;

  /** Those that were given; else the one that the person picks. */
  const chosen = async (
    clicked: unknown,
    selected: unknown,
    filter: (entry: TaskEntry) => boolean = () => true,
  ): Promise<readonly string[]> => {
    const ids = taskIdsOf(clicked, selected);
    if (ids.length > 0) return ids;
    if (!tasks.loaded) await tasks.refresh(withSignIn);
    const picked = await pickTask(tasks.list.entries.filter(filter));
    return picked === undefined ? [] : [picked];
  };

  const refresh = async (given?: unknown): Promise<readonly TaskSummary[]> => {
    // Only a string names a task here: the view's own button hands in whichever node has the focus.
    if (typeof given === 'string') listings.invalidate(given);
    else {
      const before = tasks.problem;
      await tasks.refresh(withSignIn);
      // Signing in on the way starts the list anew.
      if (!tasks.loaded && tasks.problem === undefined) await tasks.firstLoad();
      const { problem } = tasks;
      if (problem !== undefined && problem !== before)
        services.log.warn(`The tasks could not be loaded. ${factsOf(problem)}`);
      tree.refreshFiles();
    }
    return summaries(tasks.list.entries);
  };

  /** With a filter on, until there is more to show. */
  const loadMore = async (): Promise<readonly TaskSummary[]> => {
    const { filter } = choices;
    try {
      if (filter === undefined) await tasks.loadMore(withSignIn);
      else await tasks.searchOlder((entry) => matches(filter, entry, marks.isUnread(entry)), withSignIn);
    } catch (error) {
      report(error, 'load more tasks', loadMore);
    }
    return summaries(tasks.list.entries);
  };

  const cancelOne = async (id: string): Promise<CancelOutcome['kind'] | undefined> => {
    const outcome = await cancelAndTell(services, tasks, id);
    // Who cancels a task knows how it ended.
    if (outcome === 'cancelled' && marks.of(id).seen !== undefined) await marks.markRead([id]);
    return outcome;
  };

  const retry = async (id: string): Promise<void> => {
    try {
      tasks.apply(await withSignIn(() => client.getTask(id)));
      sessions.get(id)?.reopen();
    } catch (error) {
      tasks.fail(id, error);
      report(error, 'load the task', () => retry(id));
    }
  };

  const copy = async (texts: readonly string[], what: string): Promise<void> => {
    if (texts.length === 0) return;
    await vscode.env.clipboard.writeText(texts.join('\n'));
    void vscode.window.setStatusBarMessage(`${what} copied`, 3000);
  };

  const copyLink = async (clicked?: unknown, selected?: unknown): Promise<void> => {
    const links = (await chosen(clicked, selected)).flatMap((id) => taskLink(vscode.env.uriScheme, id) ?? []);
    await copy(links, 'Link');
  };

  return vscode.Disposable.from(
    front.registerCommand('sigmic.refreshTasks', refresh),
    front.registerCommand('sigmic.loadMoreTasks', loadMore),
    front.registerCommand('sigmic.cancelTask', async (clicked?: unknown, selected?: unknown) => {
      const ids = await chosen(clicked, selected, (entry) => isActive(entry.status));
      const outcomes = await Promise.all(ids.map(cancelOne));
      return outcomes.length === 1 ? outcomes[0] : undefined;
    }),
    front.registerCommand('sigmic.retryTask', async (clicked?: unknown, selected?: unknown) => {
      const ids = await chosen(clicked, selected, (entry) => entry.trouble !== undefined);
      await Promise.all(ids.map(retry));
    }),
    front.registerCommand('sigmic.copyTaskId', async (clicked?: unknown, selected?: unknown) =>
      copy(await chosen(clicked, selected), 'Task ID'),
    ),
    front.registerCommand('sigmic.copyTaskLink', copyLink),
  );
}
