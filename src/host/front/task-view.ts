import * as vscode from 'vscode';
import { dragMimeTypes, dropMimeTypes } from '../tasks/mime-types';
import type { TreeNode } from '../tasks/nodes';
import { Place } from './place';
import type { Rest } from './rest';

type Provider = vscode.TreeDataProvider<TreeNode>;
/** What is done with drags in the tree. */
export type DragAndDrop = Required<
  Pick<vscode.TreeDragAndDropController<TreeNode>, 'handleDrag' | 'handleDrop'>
>;
/** Nodes whose looks or children are others; all of them. */
type Changed = TreeNode | TreeNode[] | undefined;
interface Tree {
  readonly provider: Provider;
  readonly dragAndDrop: DragAndDrop;
}

/** The view `sigmic.tasks`, with nothing in it until somebody looks at it. */
export class TaskViewFront implements Provider, DragAndDrop, vscode.Disposable {
  private readonly place: Place<Tree>;
  private readonly changed = new vscode.EventEmitter<Changed>();
  /** Somebody looked in vain. */
  private failed = false;

  readonly onDidChangeTreeData = this.changed.event;
  readonly dropMimeTypes = dropMimeTypes;
  readonly dragMimeTypes = dragMimeTypes;
  readonly view: vscode.TreeView<TreeNode>;

  constructor(rest: Pick<Rest, 'load'>) {
    this.place = new Place(rest, 'the tree of tasks');
    this.view = vscode.window.createTreeView('sigmic.tasks', {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController: this,
    });
  }

  register(provider: Provider, dragAndDrop: DragAndDrop): vscode.Disposable {
    const filled = this.place.fill({ provider, dragAndDrop });
    if (this.failed) this.changed.fire(undefined);
    this.failed = false;
    return vscode.Disposable.from(
      filled,
      provider.onDidChangeTreeData?.((nodes) => this.changed.fire(nodes ?? undefined)) ??
        new vscode.Disposable(() => undefined),
    );
  }

  getTreeItem(node: TreeNode): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.place.now?.provider.getTreeItem(node) ?? new vscode.TreeItem('');
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    let tree: Tree;
    try {
      tree = await this.place.get();
    } catch {
      // The person has been told.
      this.failed = true;
      return [];
    }
    return (await tree.provider.getChildren(node)) ?? [];
  }

  handleDrag(
    source: readonly TreeNode[],
    dataTransfer: vscode.DataTransfer,
    token: vscode.CancellationToken,
  ): Thenable<void> | void {
    return this.place.now?.dragAndDrop.handleDrag(source, dataTransfer, token);
  }

  async handleDrop(
    target: TreeNode | undefined,
    dataTransfer: vscode.DataTransfer,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const { dragAndDrop } = await this.place.get();
    await dragAndDrop.handleDrop(target, dataTransfer, token);
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
  }
}
