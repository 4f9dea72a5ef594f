import * as vscode from 'vscode';
import type { TaskStatus } from '../../core/api';
import { isActive } from '../../core/session/state';
import { makeVisible, oneLine, shorten } from '../../core/visible-text';
import { artifactUri } from '../platform/artifact-uri';
import { fileSize } from '../platform/file-size';
import type { Mark } from '../platform/seen-files';
import type { FileNode, FolderNode, LoadMoreNode, NoteNode } from './nodes';
import type { TaskEntry } from './task-list';
import { ago, firstLine, statusWords } from './words';

const { None, Collapsed } = vscode.TreeItemCollapsibleState;

/** Icon and, where it matters, colour: one glance tells what runs, what waits and what is finished. */
const statusIcons: Readonly<Record<TaskStatus, vscode.ThemeIcon>> = {
  pending: icon('sync', 'disabledForeground'),
  running: icon('sync~spin', 'progressBar.background'),
  awaiting_approval: icon('bell-dot', 'notificationsWarningIcon.foreground'),
  completed: icon('pass', 'testing.iconPassed'),
  failed: icon('error', 'notificationsErrorIcon.foreground'),
  cancelled: icon('circle-slash', 'disabledForeground'),
};

export function taskItem(entry: TaskEntry, now: number): vscode.TreeItem {
  const title = firstLine(entry.title) || 'Untitled task';
  const words = statusWords[entry.status];
  const when = entry.activeAt === undefined ? '' : ago(entry.activeAt, now);
  const item = new vscode.TreeItem(title, Collapsed);
  item.id = `task:${entry.id}`;
  item.iconPath = statusIcons[entry.status];
  item.description = entry.status === 'awaiting_approval' ? 'waiting for you' : when;
  item.tooltip = taskTooltip(entry);
  item.contextValue = isActive(entry.status) ? 'task.active' : 'task.ended';
  item.command = { command: 'sigmic.openTask', title: 'Open Task', arguments: [entry.id] };
  item.accessibilityInformation = { label: [title, words, when].filter((part) => part !== '').join(', ') };
  return item;
}

export function folderItem(node: FolderNode): vscode.TreeItem {
  const item = pathItem(node, Collapsed);
  item.iconPath = vscode.ThemeIcon.Folder;
  item.contextValue = 'artifact.folder';
  return item;
}

/** `mark` is drawn by the decoration of the file's URI; only a screen reader is told of it here. */
export function fileItem(node: FileNode, mark: Mark | undefined): vscode.TreeItem {
  const item = pathItem(node, None, mark);
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = /\.(md|markdown)$/i.test(node.path) ? 'artifact.file.markdown' : 'artifact.file';
  item.description = fileSize(node.size);
  item.command = {
    command: 'sigmic.openArtifact',
    title: 'Open File',
    arguments: [node.taskId, node.path],
  };
  return item;
}

export function noteItem(node: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.text, None);
  item.id = node.id;
  item.contextValue = 'note';
  item.tooltip = node.detail ?? node.text;
  if (node.retry !== undefined) {
    item.iconPath = icon('warning', 'notificationsWarningIcon.foreground');
    item.command = {
      command: 'sigmic.refreshTasks',
      title: 'Try Again',
      arguments: node.retry.taskId === undefined ? [] : [node.retry.taskId],
    };
  }
  return item;
}

export function loadMoreItem(node: LoadMoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.loading ? 'Loading...' : 'Load more...', None);
  item.id = 'loadMore';
  item.iconPath = icon(node.loading ? 'loading~spin' : 'ellipsis');
  item.contextValue = 'loadMore';
  if (!node.loading) item.command = { command: 'sigmic.loadMoreTasks', title: 'Load More Tasks' };
  return item;
}

function pathItem(
  node: FolderNode | FileNode,
  state: vscode.TreeItemCollapsibleState,
  mark?: Mark,
): vscode.TreeItem {
  const name = makeVisible(node.path.slice(node.path.lastIndexOf('/') + 1));
  const item = new vscode.TreeItem(name, state);
  item.id = `${node.kind}:${node.taskId}/${node.path}`;
  item.tooltip = makeVisible(node.path);
  item.accessibilityInformation = {
    label: [name, node.kind === 'file' ? fileSize(node.size) : 'folder', mark]
      .filter((part) => part !== undefined)
      .join(', '),
  };
  const uri = artifactUri(node.taskId, node.path);
  if (uri !== undefined) item.resourceUri = uri;
  return item;
}

/** Plain text: nothing of a stranger's words is read as Markdown. */
function taskTooltip(entry: TaskEntry): string {
  const created = entry.createdAt === undefined ? Number.NaN : Date.parse(entry.createdAt);
  const lines = [
    shorten(oneLine(entry.title), 600),
    '',
    entry.error === undefined ? statusWords[entry.status] : `Failed: ${firstLine(entry.error, 300)}`,
  ];
  if (!Number.isNaN(created)) lines.push(`Created ${new Date(created).toLocaleString()}`);
  if (entry.messageCount !== undefined)
    lines.push(entry.messageCount === 1 ? '1 message' : `${entry.messageCount} messages`);
  return lines.join('\n');
}

function icon(id: string, color?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}
