import * as vscode from 'vscode';
import { makeVisible } from '../../core/visible-text';
import { artifactUri } from '../platform/artifact-uri';
import { formatSize } from '../../core/file-size';
import type { Mark } from '../platform/seen-files';
import type { Section } from './arrangement';
import type { FileNode, FolderNode, NoteNode } from './nodes';
import type { TaskLook } from './task-look';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

export function groupItem({ key, heading = '', entries }: Section): vscode.TreeItem {
  const item = new vscode.TreeItem(heading, Expanded);
  item.id = `group:${key}`;
  item.contextValue = 'group';
  item.description = String(entries.length);
  const count = entries.length === 1 ? '1 task' : `${entries.length} tasks`;
  item.tooltip = `${heading}: ${count}`;
  item.accessibilityInformation = { label: `${heading}, ${count}` };
  return item;
}

export function taskItem(taskId: string, look: TaskLook): vscode.TreeItem {
  const item = new vscode.TreeItem(look.title, Collapsed);
  item.id = `task:${taskId}`;
  item.iconPath = icon(...look.icon);
  item.description = look.description;
  item.tooltip = look.tooltip;
  item.contextValue = look.contextValue;
  item.command = { command: 'sigmic.openTask', title: 'Open Task', arguments: [taskId] };
  item.accessibilityInformation = { label: look.label };
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
  item.description = formatSize(node.size);
  item.command = {
    command: 'sigmic.openArtifact',
    title: 'Open File',
    arguments: [node.taskId, node.path],
  };
  return item;
}

export function noteItem({ id, text, detail, failed = false, command }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(text, None);
  item.id = id;
  item.contextValue = 'note';
  item.tooltip = detail ?? text;
  if (detail !== undefined) item.description = detail;
  if (failed) item.iconPath = icon('warning', 'notificationsWarningIcon.foreground');
  if (command !== undefined) item.command = { ...command, arguments: [...(command.arguments ?? [])] };
  item.accessibilityInformation = { label: detail === undefined ? text : `${text}: ${detail}` };
  return item;
}

/** `searching`: a filter is on, so that more is looked for, not just shown. */
export function loadMoreItem(loading: boolean, searching: boolean): vscode.TreeItem {
  const words = searching ? ['Searching...', 'Search older tasks...'] : ['Loading...', 'Load more...'];
  const item = new vscode.TreeItem(words[loading ? 0 : 1] ?? '', None);
  item.id = 'loadMore';
  item.iconPath = icon(loading ? 'loading~spin' : searching ? 'search' : 'ellipsis');
  item.contextValue = 'loadMore';
  if (!loading) item.command = { command: 'sigmic.loadMoreTasks', title: 'Load More Tasks' };
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
    label: [name, node.kind === 'file' ? formatSize(node.size) : 'folder', mark]
      .filter((part) => part !== undefined)
      .join(', '),
  };
  const uri = artifactUri(node.taskId, node.path);
  if (uri !== undefined) item.resourceUri = uri;
  return item;
}

function icon(id: string, color?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}
