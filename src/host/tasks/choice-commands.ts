import * as vscode from 'vscode';
import { summaries, type TaskCommandDeps, type TaskSummary } from './commands';
import { parseFilter } from './filter';
import { askForFilter } from './filter-input';

/** The commands that decide what of the list is shown, and how. */
export function registerChoiceCommands({
  services,
  tasks,
  choices,
  tree,
}: TaskCommandDeps): vscode.Disposable {
  const shown = (): readonly TaskSummary[] =>
    summaries(tree.arrangement.sections.flatMap(({ entries }) => entries));

  /** Answers the tasks that are shown then. Without `options` the person is asked; with none set nothing is filtered. */
  const filter = async (options?: unknown): Promise<readonly TaskSummary[]> => {
    if (!tasks.loaded) await tasks.refresh(services.withSignIn);
    // The view's own button hands in the node that has the focus.
    const asked =
      options === undefined || (typeof options === 'object' && options !== null && 'kind' in options);
    if (asked) {
      await askForFilter({
        tasks,
        choices,
        shown: () => tree.arrangement.shown,
        searchOlder: () => Promise.resolve(vscode.commands.executeCommand('sigmic.loadMoreTasks')),
      });
    } else choices.setFilter(parseFilter(options));
    return shown();
  };

  const { front } = services;
  return vscode.Disposable.from(
    front.registerCommand('sigmic.filterTasks', filter),
    front.registerCommand('sigmic.clearTaskFilter', () => choices.setFilter(undefined)),
    front.registerCommand('sigmic.groupTasksByStatus', () => choices.setGrouping('status')),
    front.registerCommand('sigmic.groupTasksByDay', () => choices.setGrouping('day')),
    front.registerCommand('sigmic.ungroupTasks', () => choices.setGrouping('none')),
    front.registerCommand('sigmic.showHiddenTasks', () => choices.setShowHidden(true)),
    front.registerCommand('sigmic.concealHiddenTasks', () => choices.setShowHidden(false)),
  );
}
