import * as v from 'valibot';
import * as vscode from 'vscode';
import { setContextKey } from '../platform/context-keys';
import { groupings, type Choices, type Grouping } from './arrangement';
import { isEmpty, type TaskFilter } from './filter';

const groupingKey = 'sigmic.tasks.grouping';

/** What the person chose to see of the list. The grouping is remembered; a filter ends with the window. */
export class TreeChoices implements Choices, vscode.Disposable {
  filter: TaskFilter | undefined;
  showHidden = false;
  grouping: Grouping;
  private readonly changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly context: vscode.ExtensionContext) {
    const kept = v.safeParse(v.picklist(groupings), context.globalState.get(groupingKey));
    this.grouping = kept.success ? kept.output : 'none';
    this.tell();
  }

  /** An empty filter is none. */
  setFilter(filter: TaskFilter | undefined): void {
    this.filter = filter === undefined || isEmpty(filter) ? undefined : filter;
    this.tell();
  }

  async setGrouping(grouping: Grouping): Promise<void> {
    this.grouping = grouping;
    this.tell();
    await this.context.globalState.update(groupingKey, grouping);
  }

  setShowHidden(showHidden: boolean): void {
    this.showHidden = showHidden;
    this.tell();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private tell(): void {
    setContextKey(this.context, 'sigmic.tasksFiltered', this.filter !== undefined);
    setContextKey(this.context, 'sigmic.tasksGrouping', this.grouping);
    setContextKey(this.context, 'sigmic.tasksHiddenShown', this.showHidden);
    this.changed.fire();
  }
}
