import * as vscode from 'vscode';
import { describeError } from '../../core/api';
import { withoutLinks } from '../../core/visible-text';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import { setContextKey } from '../platform/context-keys';
import type { TaskMarks } from '../platform/task-marks';
import type { HostServices } from '../services';
import { showBadge } from './badge';
import { registerTaskCommands } from './commands';
import { ActiveTasks } from './follow-active';
import type { TaskEntry } from './task-list';
import { Tasks } from './tasks';
import { TaskTree } from './tree-provider';

const clockMs = 60_000;

/** What the tree must know of the profile in use. */
export interface TreeAccount {
  readonly value: boolean;
  readonly source: 'stored' | 'environment' | undefined;
  /** What is said of the profile beside the title; empty for one that needs no name. */
  readonly label: string;
  readonly onDidChangeCredential: vscode.Event<void>;
  /** The label may be another. */
  readonly onDidChangeProfiles: vscode.Event<unknown>;
  ready(): Promise<void>;
}

/** The view `sigmic.tasks` and the commands on it. */
export function registerTasks(
  services: HostServices,
  account: TreeAccount,
  listings: ArtifactListings,
  marks: TaskMarks,
  fileMarks: ArtifactMarks,
): vscode.Disposable {
  const tasks = new Tasks(
    services.client,
    services.sessions,
    (taskId) => services.profiles.of(taskId) === services.profileId(),
  );
  const active = new ActiveTasks(services.sessions);
  const tree = new TaskTree(tasks, listings, fileMarks, async () => {
    await account.ready();
    return account.value;
  });
  const view = vscode.window.createTreeView('sigmic.tasks', {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });

  const describe = (): void => {
    const { label } = account;
    view.description = account.source === 'environment' ? 'SIGMIC_API_KEY' : withoutLinks(label);
    // In the title too, as VS Code shows no description while this is the only view of its container.
    view.title = label === '' ? 'Tasks' : `Tasks (${label})`;
    const doing = tasks.list.size > 0 ? 'refresh your tasks' : 'load your tasks';
    // A message would take the place of the welcome, which offers to sign in.
    const problem = account.value ? tasks.problem : undefined;
    view.message = problem === undefined ? '' : withoutLinks(describeError(problem, doing).message);
    if (!account.value) setContextKey(services.context, 'sigmic.tasks', 'signedOut');
    else if (tasks.loaded)
      setContextKey(services.context, 'sigmic.tasks', tasks.list.size > 0 ? 'listed' : 'empty');
    else setContextKey(services.context, 'sigmic.tasks', 'unknown');
  };
  void account.ready().then(describe);
  // "5 min. ago" grows old while somebody looks at it.
  const clock = setInterval(() => {
    if (view.visible && tasks.list.size > 0) tree.refresh();
    if (view.visible) describe();
  }, clockMs);

  return vscode.Disposable.from(
    tasks.onDidChange(() => {
      active.follow(tasks.list.entries);
      if (tasks.loaded) marks.begin(newest(tasks.list.entries));
      describe();
    }),
    account.onDidChangeProfiles(describe),
    account.onDidChangeCredential(() => {
      listings.clear();
      tasks.reset();
      describe();
    }),
    registerTaskCommands(services, tasks, listings),
    { dispose: () => clearInterval(clock) },
    showBadge(view, services.sessions),
    view,
    tree,
    active,
    tasks,
  );
}

function newest(entries: readonly TaskEntry[]): number {
  return Math.max(0, ...entries.map(({ activeAt = 0 }) => activeAt));
}
