import * as vscode from 'vscode';
import { loadPart } from '../../core/api';
import { summaries, type TaskCommandDeps, type TaskSummary } from './commands';
import { parseFilter } from './filter';

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
    if (asked) await ask();
    else choices.setFilter(parseFilter(options));
    return shown();
  };

  const ask = async (): Promise<void> => {
    try {
      const { askForFilter } = await loadPart(() => import('./filter-input'));
      await askForFilter({
        tasks,
        choices,
        shown: () => tree.arrangement.shown,
        searchOlder: () => Promise.resolve(vscode.commands.executeCommand('sigmic.loadMoreTasks')),
      });
    } catch (error) {
      services.report(error, 'filter your tasks');
    }
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
