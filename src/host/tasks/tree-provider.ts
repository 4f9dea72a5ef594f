import * as vscode from 'vscode';
import { describeError } from '../../core/api';
import { isActive } from '../../core/session/state';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import { fileTree, findFolder } from './file-tree';
import type { FolderNode, TaskNode, TreeNode } from './nodes';
import type { Tasks } from './tasks';
import { fileItem, folderItem, loadMoreItem, noteItem, taskItem } from './tree-items';

const burstMs = 50;

/** The tree `sigmic.tasks`: tasks, below each its files. It loads when somebody looks at it for the first time. */
export class TaskTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly taskNodes = new Map<string, TaskNode>();
  private readonly changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  private readonly stale = new Set<TreeNode>();
  private allStale = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly listening: vscode.Disposable;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly tasks: Tasks,
    private readonly listings: ArtifactListings,
    private readonly fileMarks: ArtifactMarks,
    /** Resolves with whether there is anything to load with. */
    private readonly signedIn: () => Promise<boolean>,
  ) {
    this.listening = vscode.Disposable.from(
      tasks.onDidChange((id) => this.refresh(id)),
      listings.onDidChange((id) => this.refresh(id)),
      fileMarks.onDidChange((id) => this.refresh(id)),
    );
  }

  /** Draws one task and its files anew, or everything. Bursts come as one. */
  refresh(taskId?: string): void {
    const node = taskId === undefined ? undefined : this.taskNodes.get(taskId);
    if (node !== undefined) this.stale.add(node);
    else if (taskId === undefined) this.allStale = true;
    else return;
    this.timer ??= setTimeout(() => this.flush(), burstMs);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'task': {
        const entry = this.tasks.list.get(node.taskId);
        return taskItem(entry ?? { id: node.taskId, title: '', status: 'cancelled' }, Date.now());
      }
      case 'folder':
        return folderItem(node);
      case 'file':
        return fileItem(node, this.fileMarks.of(node.taskId).get(node.path));
      case 'note':
        return noteItem(node);
      case 'loadMore':
        return loadMoreItem(node);
    }
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.roots();
    return node.kind === 'task' || node.kind === 'folder' ? this.files(node) : [];
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(this.listening, this.changed).dispose();
  }

  private async roots(): Promise<TreeNode[]> {
    if (!(await this.signedIn())) return [];
    if (!this.tasks.loaded && this.tasks.problem === undefined) await this.tasks.firstLoad();
    const { list, problem } = this.tasks;
    const nodes: TreeNode[] = list.entries.map((entry) => this.taskNode(entry.id));
    for (const id of this.taskNodes.keys()) if (list.get(id) === undefined) this.taskNodes.delete(id);
    if (list.hasMore) nodes.push({ kind: 'loadMore', loading: this.tasks.loadingMore });
    if (problem !== undefined) nodes.unshift(failed(problem, 'load your tasks', undefined));
    return nodes;
  }

  private async files({ taskId, ...node }: TaskNode | FolderNode): Promise<TreeNode[]> {
    try {
      const root = fileTree(await this.listings.list(taskId));
      const folder = findFolder(root, node.kind === 'folder' ? node.path : '');
      const folders = [...(folder?.folders.values() ?? [])].map(({ path }): TreeNode => ({
        kind: 'folder',
        taskId,
        path,
      }));
      const files = (folder?.files ?? []).map(({ path, artifact }): TreeNode => ({
        kind: 'file',
        taskId,
        path,
        size: artifact.size,
      }));
      if (folders.length + files.length > 0) return [...folders, ...files];
      return [
        { kind: 'note', id: `empty:${taskId}`, text: this.running(taskId) ? 'No files yet' : 'No files' },
      ];
    } catch (error) {
      return [failed(error, "load the task's files", taskId)];
    }
  }

  private running(taskId: string): boolean {
    const entry = this.tasks.list.get(taskId);
    return entry !== undefined && isActive(entry.status);
  }

  private taskNode(taskId: string): TaskNode {
    const node = this.taskNodes.get(taskId) ?? { kind: 'task', taskId };
    this.taskNodes.set(taskId, node);
    return node;
  }

  private flush(): void {
    const nodes = this.allStale ? undefined : [...this.stale];
    this.timer = undefined;
    this.allStale = false;
    this.stale.clear();
    this.changed.fire(nodes);
  }
}

/** Short enough for the narrow view; the whole cause is above the list, or in the tooltip. */
function failed(error: unknown, doing: string, taskId: string | undefined): TreeNode {
  const detail = describeError(error, doing).message;
  return {
    kind: 'note',
    id: `failed:${taskId ?? ''}`,
    text: 'Could not load. Try again',
    detail,
    retry: { taskId },
  };
}
