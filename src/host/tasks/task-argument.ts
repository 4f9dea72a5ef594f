import * as vscode from 'vscode';
import { withoutIcons } from '../../core/visible-text';
import type { TaskEntry } from './task-list';
import { statusOf } from './task-look';
import { firstLine } from './words';

/**
 * The tasks that a command is given: an id, several, or nodes of the tree, which hands in the one that was clicked and all
 * that are selected. Empty when none is named.
 */
export function taskIdsOf(clicked: unknown, selected?: unknown): readonly string[] {
  const given: readonly unknown[] =
    Array.isArray(selected) && selected.length > 0 ? selected : Array.isArray(clicked) ? clicked : [clicked];
  return [...new Set(given.flatMap((one) => idOf(one) ?? []))];
}

/** Asks for one of these tasks; undefined when there is none, which is said, or when the person chooses none. */
export async function pickTask(entries: readonly TaskEntry[]): Promise<string | undefined> {
  if (entries.length === 0) {
    void vscode.window.showInformationMessage('There is no such task.');
    return undefined;
  }
  const items = entries.map((entry) => ({
    label: withoutIcons(firstLine(entry.title)) || 'Untitled task',
    description: withoutIcons(statusOf(entry)),
    id: entry.id,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Choose a task' }))?.id;
}

function idOf(one: unknown): string | undefined {
  const node = typeof one === 'object' && one !== null ? one : undefined;
  // Files and folders know their task too, but it is not they who are meant.
  if (node !== undefined && 'kind' in node && node.kind !== 'task') return undefined;
  const id: unknown = node === undefined ? one : Reflect.get(node, 'taskId');
  return typeof id === 'string' && id !== '' ? id : undefined;
}
