/** What the tree holds. One object stands for one thing as long as it is there: VS Code keeps expansion by it. */
export type TreeNode = GroupNode | TaskNode | FolderNode | FileNode | NoteNode | LoadMoreNode;

/** A heading over tasks. */
export interface GroupNode {
  readonly kind: 'group';
  readonly key: string;
}

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

/** Emptiness or a failure, said below what it is about; a click on it does what helps. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly text: string;
  /** The whole of it, for the tooltip. */
  readonly detail?: string;
  /** Whether it tells of a failure. */
  readonly failed?: boolean;
  readonly command?: {
    readonly command: string;
    readonly title: string;
    readonly arguments?: readonly unknown[];
  };
}

/** The way to older tasks. */
export interface LoadMoreNode {
  readonly kind: 'loadMore';
}
