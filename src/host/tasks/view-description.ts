import type * as vscode from 'vscode';
import { describeError } from '../../core/api';
import { oneLine, shorten, withoutLinks } from '../../core/visible-text';
import { setContextKey } from '../platform/context-keys';
import type { Arrangement } from './arrangement';
import { describeFilter } from './filter';
import type { Tasks } from './tasks';
import type { TreeChoices } from './tree-choices';

/** What the words around the tree are about. */
export interface Described {
  readonly account: {
    readonly value: boolean;
    readonly source: 'stored' | 'environment' | undefined;
    readonly label: string;
  };
  readonly tasks: Tasks;
  readonly choices: TreeChoices;
  readonly arrangement: Arrangement;
}

/** Title, description and message of the view, and which welcome text is in place. */
export function describeView(
  view: Pick<vscode.TreeView<unknown>, 'title' | 'description' | 'message'>,
  context: vscode.ExtensionContext,
  described: Described,
): void {
  const { account, tasks } = described;
  const { label } = account;
  view.description = account.source === 'environment' ? 'SIGMIC_API_KEY' : withoutLinks(label);
  // In the title too, as VS Code shows no description while this is the only view of its container.
  view.title = label === '' ? 'Tasks' : `Tasks (${label})`;
  // A message would take the place of the welcome, which offers to sign in.
  view.message = account.value ? withoutLinks(message(described)) : '';
  if (!account.value) setContextKey(context, 'sigmic.tasks', 'signedOut');
  else if (tasks.loaded)
    setContextKey(context, 'sigmic.tasks', tasks.list.entries.length > 0 ? 'listed' : 'empty');
  else setContextKey(context, 'sigmic.tasks', 'unknown');
}

function message({ tasks, choices, arrangement }: Described): string {
  const { list, problem } = tasks;
  const doing = list.size > 0 ? 'refresh your tasks' : 'load your tasks';
  const failure = problem === undefined ? '' : describeError(problem, doing).message;
  const count = list.entries.length;
  const filter =
    choices.filter === undefined || count === 0
      ? ''
      : `Filter: ${shorten(oneLine(describeFilter(choices.filter)), 80)} · ` +
        `${arrangement.shown} of ${count}${list.hasMore ? ' loaded' : ''} tasks`;
  return [failure, filter].filter((part) => part !== '').join(' ');
}
