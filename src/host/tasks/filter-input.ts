import * as vscode from 'vscode';
import { filterStatuses, filterWords, isEmpty, type FilterStatus, type TaskFilter } from './filter';
import type { Tasks } from './tasks';
import type { TreeChoices } from './tree-choices';

type Item = vscode.QuickPickItem & {
  readonly pick: 'apply' | 'clear' | 'older' | { readonly status: FilterStatus };
};

export interface FilterInputDeps {
  readonly tasks: Tasks;
  readonly choices: TreeChoices;
  /** How many tasks the filter of now leaves. */
  readonly shown: () => number;
  readonly searchOlder: () => Promise<unknown>;
}

/** Asks for a filter; the tree shows meanwhile what it leaves. Escape brings back the one before. */
export function askForFilter(deps: FilterInputDeps): Promise<void> {
  const { tasks, choices, shown, searchOlder } = deps;
  const before = choices.filter;
  let filter: TaskFilter = before ?? { text: '', statuses: [] };
  let accepted = false;

  const input = vscode.window.createQuickPick<Item>();
  input.title = 'Filter Tasks';
  input.placeholder = 'Words of the task, or a status below';
  input.value = filter.text;
  // The tree shows what the filter leaves: a look at it, or a click in it, is no reason to give up what was typed.
  input.ignoreFocusOut = true;

  const draw = (active?: number): void => {
    input.items = itemsFor(filter, shown(), tasks.list.hasMore);
    const item = active === undefined ? undefined : input.items[active];
    if (item !== undefined) input.activeItems = [item];
  };
  const set = (next: TaskFilter, active?: number): void => {
    filter = next;
    choices.setFilter(filter);
    draw(active);
  };
  const pick = async ({ pick: picked }: Item): Promise<void> => {
    if (picked === 'apply') {
      accepted = true;
      input.hide();
    } else if (picked === 'clear') {
      input.value = '';
      set({ text: '', statuses: [] });
    } else if (picked === 'older') {
      input.busy = true;
      await searchOlder();
      input.busy = false;
      draw();
    } else {
      const { status } = picked;
      const { statuses } = filter;
      const next = statuses.includes(status)
        ? statuses.filter((other) => other !== status)
        : filterStatuses.filter((other) => other === status || statuses.includes(other));
      set(
        { ...filter, statuses: next },
        input.items.findIndex(({ pick: other }) => typeof other === 'object' && other.status === status),
      );
    }
  };

  return new Promise((resolve) => {
    const listening = vscode.Disposable.from(
      input,
      tasks.onDidChange(() => draw(input.items.findIndex((item) => item === input.activeItems[0]))),
      input.onDidChangeValue((text) => set({ ...filter, text }, 0)),
      input.onDidAccept(() => {
        const [item] = input.activeItems;
        if (item !== undefined) void pick(item);
      }),
      input.onDidHide(() => {
        if (!accepted) choices.setFilter(before);
        listening.dispose();
        resolve();
      }),
    );
    draw();
    input.show();
  });
}

function itemsFor(filter: TaskFilter, found: number, hasMore: boolean): Item[] {
  // Whatever is typed searches the tasks, never these rows.
  const alwaysShow = true;
  const count = found === 1 ? '1 task' : `${found} tasks`;
  const items: Item[] = [
    {
      label: isEmpty(filter) ? 'Show All Tasks' : `Show ${count}`,
      iconPath: new vscode.ThemeIcon('filter'),
      alwaysShow,
      pick: 'apply',
    },
  ];
  for (const status of filterStatuses) {
    const on = filter.statuses.includes(status);
    const label = filterWords[status];
    items.push({
      label,
      description: on ? 'shown' : '',
      iconPath: new vscode.ThemeIcon(on ? 'check' : 'blank'),
      alwaysShow,
      pick: { status },
    });
  }
  if (hasMore)
    items.push({
      label: 'Search Older Tasks',
      description: 'those that are not loaded yet',
      iconPath: new vscode.ThemeIcon('search'),
      alwaysShow,
      pick: 'older',
    });
  if (!isEmpty(filter))
    items.push({
      label: 'Clear Filter',
      iconPath: new vscode.ThemeIcon('clear-all'),
      alwaysShow,
      pick: 'clear',
    });
  return items;
}
