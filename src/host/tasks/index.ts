import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import type { TaskMarks } from '../platform/task-marks';
import type { HostServices } from '../services';
import { showBadge } from './badge';
import { registerChoiceCommands } from './choice-commands';
import { registerTaskCommands, type TaskCommandDeps } from './commands';
import { TaskDragAndDrop } from './drag-and-drop';
import { DroppedFiles } from './dropped-files';
import { ActiveTasks } from './follow-active';
import { registerMarkCommands } from './mark-commands';
import { refreshOnFocus } from './refresh-on-focus';
import type { TaskEntry } from './task-list';
import { Tasks } from './tasks';
import { TreeChoices } from './tree-choices';
import { TaskTree } from './tree-provider';
import { describeView } from './view-description';

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
    () => marks.pinned,
    services.secrets,
  );
  const active = new ActiveTasks(services.sessions);
  const choices = new TreeChoices(services.context);
  const signedIn = async (): Promise<boolean> => {
    await account.ready();
    return account.value;
  };
  const tree = new TaskTree({ tasks, marks, choices, listings, fileMarks, signedIn });
  const { view } = services.front.tasks;
  const dragAndDrop = new TaskDragAndDrop(
    new DroppedFiles(join(services.context.globalStorageUri.fsPath, 'dropped'), services.log),
    services.report,
  );
  const describe = (): void =>
    describeView(view, services.context, { account, tasks, choices, arrangement: tree.arrangement });
  void account.ready().then(describe);
  // "5 min. ago" grows old while somebody looks at it.
  const clock = setInterval(() => {
    if (!view.visible) return;
    tree.refresh();
    describe();
  }, clockMs);
  const commands: TaskCommandDeps = { services, tasks, marks, choices, listings, tree };

  return vscode.Disposable.from(
    tasks.onDidChange(() => {
      active.follow(tasks.list.entries);
      if (tasks.loaded) marks.begin(newest(tasks.list.entries));
      describe();
    }),
    choices.onDidChange(describe),
    {
      dispose: marks.onDidChange(() => {
        describe();
        if ([...marks.pinned.keys()].some((id) => tasks.list.get(id) === undefined)) void tasks.fetchWanted();
      }),
    },
    account.onDidChangeProfiles(describe),
    account.onDidChangeCredential(() => {
      listings.clear();
      tasks.reset();
      describe();
    }),
    view.onDidCollapseElement(({ element }) => tree.folded(element)),
    registerTaskCommands(commands),
    registerMarkCommands(commands),
    registerChoiceCommands(commands),
    { dispose: () => clearInterval(clock) },
    refreshOnFocus(tasks, services.sessions),
    showBadge(view, services.sessions),
    services.front.tasks.register(tree, dragAndDrop),
    tree,
    choices,
    active,
    tasks,
  );
}

function newest(entries: readonly TaskEntry[]): number {
  return Math.max(0, ...entries.map(({ activeAt = 0 }) => activeAt));
}
