/** What the tree holds. One object stands for one thing as long as it is there: VS Code keeps expansion by it. */
export type TreeNode = TaskNode | FolderNode | FileNode | NoteNode | LoadMoreNode;

export interface TaskNode {
  readonly kind: 'task';
  readonly taskId: string;
}

/** A folder of a task's files. */
export interface FolderNode {
  readonly kind: 'folder';
  readonly taskId: string;
  readonly path: string;
}

export interface FileNode {
  readonly kind: 'file';
  readonly taskId: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** Emptiness or a failure, said below what it is about; a failure is clicked to try again. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly text: string;
  /** The whole of it, for the tooltip. */
  readonly detail?: string;
  /** The task whose files could not be loaded; undefined for the list of tasks. */
  readonly retry?: { readonly taskId: string | undefined };
}

export interface LoadMoreNode {
  readonly kind: 'loadMore';
  readonly loading: boolean;
}
