import * as vscode from 'vscode';
import type { TaskCommandDeps } from './commands';
import { pickTask, taskIdsOf } from './task-argument';
import type { TaskEntry } from './task-list';

/** Pinning, hiding and marking as read: notes of the person that the service knows nothing of. */
export function registerMarkCommands({
  services: { front },
  tasks,
  marks,
}: TaskCommandDeps): vscode.Disposable {
  /** `work` gets the tasks that were given, else the one that the person picks among those that `fit`. */
  const markCommand = (
    id: string,
    fit: (entry: TaskEntry) => boolean,
    work: (ids: readonly string[]) => Promise<void>,
  ): vscode.Disposable =>
    front.registerCommand(id, async (clicked?: unknown, selected?: unknown) => {
      const given = taskIdsOf(clicked, selected);
      const picked = given.length > 0 ? undefined : await pickTask(tasks.list.entries.filter(fit));
      const ids = picked === undefined ? given : [picked];
      if (ids.length > 0) await work(ids);
    });
  const isPinned = ({ id }: TaskEntry): boolean => marks.of(id).pinned === true;
  const isHidden = ({ id }: TaskEntry): boolean => marks.of(id).hidden === true;
  const isUnread = (entry: TaskEntry): boolean => marks.isUnread(entry);

  return vscode.Disposable.from(
    markCommand(
      'sigmic.pinTask',
      (entry) => !isPinned(entry),
      (ids) => marks.pin(ids.map((id) => ({ id, title: tasks.list.get(id)?.title ?? '' }))),
    ),
    markCommand('sigmic.unpinTask', isPinned, (ids) => marks.unpin(ids)),
    markCommand(
      'sigmic.hideTask',
      (entry) => !isHidden(entry),
      (ids) => marks.hide(ids, true),
    ),
    markCommand('sigmic.unhideTask', isHidden, (ids) => marks.hide(ids, false)),
    markCommand('sigmic.markTaskRead', isUnread, (ids) => marks.markRead(ids)),
    front.registerCommand('sigmic.markAllTasksRead', () =>
      marks.markRead(tasks.list.entries.filter(isUnread).map(({ id }) => id)),
    ),
  );
}
