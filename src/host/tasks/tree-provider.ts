import * as vscode from 'vscode';
import { isActive } from '../../core/session/state';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import type { TaskMarks } from '../platform/task-marks';
import { arrange, type Arrangement, type Section } from './arrangement';
import { failureNote, fileNodes } from './file-nodes';
import { KeptNodes } from './kept-nodes';
import type { FolderNode, LoadMoreNode, NoteNode, TaskNode, TreeNode } from './nodes';
import type { TaskEntry } from './task-list';
import { lookOf, type TaskLook } from './task-look';
import type { Tasks } from './tasks';
import type { TreeChoices } from './tree-choices';
import { fileItem, folderItem, groupItem, loadMoreItem, noteItem, taskItem } from './tree-items';

const burstMs = 50;

export interface TaskTreeDeps {
  readonly tasks: Tasks;
  readonly marks: TaskMarks;
  readonly choices: TreeChoices;
  readonly listings: ArtifactListings;
  /** Which files are new or changed. */
  readonly fileMarks: ArtifactMarks;
  /** Resolves with whether there is anything to load with. */
  readonly signedIn: () => Promise<boolean>;
}

/**
 * The tree `sigmic.tasks`: tasks, below each its files. It loads when somebody looks at it for the first time. Only what
 * changed is drawn anew: while VS Code renews the whole tree, a task that is unfolded would stay without children.
 */
export class TaskTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly nodes = new KeptNodes();
  private readonly loadMore: LoadMoreNode = { kind: 'loadMore' };
  private readonly changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  /** Tasks whose files are to be asked for anew. */
  private readonly stale = new Set<string>();
  /** Tasks that were unfolded and are drawn anew although their files are as they were. */
  private readonly filesAsTheyWere = new Set<string>();
  private readonly unfolded = new Set<string>();
  private readonly looks = new Map<string, string>();
  private layout: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly listening: vscode.Disposable;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly deps: TaskTreeDeps) {
    const { tasks, marks, choices, listings, fileMarks } = deps;
    this.listening = vscode.Disposable.from(
      tasks.onDidChange(() => this.refresh()),
      choices.onDidChange(() => this.refresh()),
      { dispose: marks.onDidChange(() => this.refresh()) },
      listings.onDidChange((id) => this.refreshFiles(id)),
      fileMarks.onDidChange((id) => {
        if (this.unfolded.has(id)) this.filesAsTheyWere.add(id);
        this.refreshFiles(id);
      }),
    );
  }

  /** Draws anew what looks other than before. Bursts come as one. */
  refresh(): void {
    this.timer ??= setTimeout(() => this.flush(), burstMs);
  }

  /** Asks for the files of one task anew, or of all that are unfolded. */
  refreshFiles(taskId?: string): void {
    for (const id of taskId === undefined ? this.unfolded : [taskId]) this.stale.add(id);
    this.refresh();
  }

  /** The tasks as they are shown now. */
  get arrangement(): Arrangement {
    const { tasks, marks, choices } = this.deps;
    return arrange(tasks.list.entries, marks, choices, Date.now());
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'group': {
        const section = this.sectionOf(node.key);
        return groupItem(section ?? { key: node.key, heading: '', entries: [] });
      }
      case 'task': {
        const look = this.lookOf(node.taskId);
        this.looks.set(node.taskId, JSON.stringify(look));
        return taskItem(node.taskId, look);
      }
      case 'folder':
        return folderItem(node);
      case 'file':
        return fileItem(node, this.deps.fileMarks.of(node.taskId).get(node.path));
      case 'note':
        return noteItem(node);
      case 'loadMore':
        return loadMoreItem(this.deps.tasks.loadingMore, this.deps.choices.filter !== undefined);
    }
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.roots();
      case 'group':
        return this.taskNodes(this.sectionOf(node.key)?.entries ?? []);
      case 'task':
      case 'folder':
        return this.files(node);
      default:
        return [];
    }
  }

  /** The person folded a node. */
  folded(node: TreeNode): void {
    if (node.kind !== 'task') return;
    this.unfolded.delete(node.taskId);
    this.filesAsTheyWere.delete(node.taskId);
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(this.listening, this.changed).dispose();
  }

  private async roots(): Promise<TreeNode[]> {
    const { tasks, signedIn } = this.deps;
    if (!(await signedIn())) {
      this.layout = this.layoutNow();
      return [];
    }
    if (!tasks.loaded && tasks.problem === undefined) await tasks.firstLoad();
    this.layout = this.layoutNow();
    const { sections } = this.arrangement;
    const groups = sections.flatMap(({ key, heading, entries }): TreeNode[] =>
      heading === undefined ? this.taskNodes(entries) : [this.nodes.group(key)],
    );
    const nodes: TreeNode[] = [...this.notes(), ...groups];
    if (tasks.list.hasMore) nodes.push(this.loadMore);
    this.nodes.keepOnly(tasks.list);
    for (const id of this.looks.keys()) if (tasks.list.get(id) === undefined) this.looks.delete(id);
    return nodes;
  }

  /** What is said in place of tasks, or above them. */
  private notes(): readonly NoteNode[] {
    const { tasks, choices } = this.deps;
    if (tasks.problem !== undefined) return [failureNote(tasks.problem, 'load your tasks', undefined)];
    const { shown, hidden } = this.arrangement;
    if (shown > 0 || tasks.list.entries.length === 0) return [];
    if (choices.filter !== undefined) {
      const command = { command: 'sigmic.clearTaskFilter', title: 'Clear Filter' };
      return [{ kind: 'note', id: 'noMatch', text: 'No task matches. Clear the filter', command }];
    }
    const command = { command: 'sigmic.showHiddenTasks', title: 'Show Hidden Tasks' };
    const text = hidden === 1 ? 'The task is hidden. Show it' : `All ${hidden} tasks are hidden. Show them`;
    return [{ kind: 'note', id: 'allHidden', text, command }];
  }

  private files(node: TaskNode | FolderNode): Promise<TreeNode[]> {
    const { tasks, listings } = this.deps;
    const { taskId } = node;
    const known = this.filesAsTheyWere.delete(taskId) ? listings.known(taskId) : undefined;
    this.unfolded.add(taskId);
    const entry = tasks.list.get(taskId);
    return fileNodes(
      node,
      () => (known === undefined ? listings.list(taskId) : Promise.resolve(known)),
      entry !== undefined && isActive(entry.status),
    );
  }

  private taskNodes(entries: readonly TaskEntry[]): TaskNode[] {
    return entries.map(({ id }) => this.nodes.task(id));
  }

  private sectionOf(key: string): Section | undefined {
    return this.arrangement.sections.find((section) => section.key === key);
  }

  private lookOf(id: string): TaskLook {
    const { tasks, marks } = this.deps;
    return lookOf(tasks.list.get(id) ?? { id, title: '', status: 'unknown' }, marks, Date.now());
  }

  /** Which nodes there are and in which order, but not how they look. */
  private layoutNow(): string {
    const { sections } = this.arrangement;
    const rows = sections.map(({ key, heading, entries }) => [key, heading, entries.map(({ id }) => id)]);
    const { tasks, choices } = this.deps;
    return JSON.stringify([
      rows,
      this.notes().map(({ id, detail }) => [id, detail]),
      [tasks.generation, tasks.loaded, tasks.list.hasMore, choices.filter !== undefined],
    ]);
  }

  private flush(): void {
    this.timer = undefined;
    const stale = [...this.stale];
    this.stale.clear();
    // Not asked for yet: VS Code asks when somebody looks.
    if (this.layout === undefined) return;
    if (this.layoutNow() !== this.layout) {
      this.changed.fire(undefined);
      return;
    }
    const looksOther = [...this.looks].filter(
      ([id, look]) => JSON.stringify(this.lookOf(id)) !== look && !stale.includes(id),
    );
    for (const [id] of looksOther) if (this.unfolded.has(id)) this.filesAsTheyWere.add(id);
    const ids = [...stale, ...looksOther.map(([id]) => id)];
    const nodes = ids.flatMap((id): TreeNode[] => this.nodes.knownTask(id));
    if (this.deps.tasks.list.hasMore) nodes.push(this.loadMore);
    if (nodes.length > 0) this.changed.fire(nodes);
  }
}
