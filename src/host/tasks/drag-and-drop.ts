import * as vscode from 'vscode';
import type { DragAndDrop } from '../front/task-view';
import { artifactUri, parseArtifactUri } from '../platform/artifact-uri';
import type { Report } from '../services';
import type { DroppedFiles } from './dropped-files';
import { uriList } from './mime-types';
import type { TreeNode } from './nodes';
import { parseUriList } from './uri-list';

/**
 * Dropped on a task, files are added to its next message; dropped anywhere else, to a new task. Nothing is sent by it. A
 * task's files can be dragged into an editor or another task. The explorer takes nothing that comes from another tree.
 */
export class TaskDragAndDrop implements DragAndDrop {
  constructor(
    private readonly dropped: DroppedFiles,
    private readonly report: Report,
  ) {}

  handleDrag(source: readonly TreeNode[], dataTransfer: vscode.DataTransfer): void {
    const uris = source.flatMap((node) =>
      node.kind === 'file' || node.kind === 'folder' ? (artifactUri(node.taskId, node.path) ?? []) : [],
    );
    if (uris.length > 0) dataTransfer.set(uriList, new vscode.DataTransferItem(uris.join('\r\n')));
  }

  async handleDrop(target: TreeNode | undefined, dataTransfer: vscode.DataTransfer): Promise<void> {
    try {
      const taskId = target !== undefined && 'taskId' in target ? target.taskId : undefined;
      const given = await this.urisOf(dataTransfer);
      // What a task has already is no news to it.
      const uris = given.filter((uri) => taskId === undefined || parseArtifactUri(uri)?.taskId !== taskId);
      if (uris.length === 0) return;
      const { executeCommand } = vscode.commands;
      if (taskId === undefined) await executeCommand('sigmic.newTask', { files: uris });
      else await executeCommand('sigmic.sendFiles', undefined, uris, { taskId });
    } catch (error) {
      this.report(error, 'take what was dropped');
    }
  }

  private async urisOf(dataTransfer: vscode.DataTransfer): Promise<readonly vscode.Uri[]> {
    const files = [...dataTransfer].flatMap(([, item]) => item.asFile() ?? []);
    if (files.length > 0) return this.dropped.keep(files);
    const list = (await dataTransfer.get(uriList)?.asString()) ?? '';
    return parseUriList(list).map((uri) => vscode.Uri.parse(uri));
  }
}
