import { describeError, type Artifact } from '../../core/api';
import { fileTree, findFolder } from './file-tree';
import type { FolderNode, NoteNode, TaskNode, TreeNode } from './nodes';

/** What is below a task or one of its folders: its files, that there are none, or why they are not known. */
export async function fileNodes(
  node: TaskNode | FolderNode,
  list: () => Promise<ReadonlyMap<string, Artifact>>,
  running: boolean,
): Promise<TreeNode[]> {
  const { taskId } = node;
  try {
    const root = fileTree(await list());
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
    return [{ kind: 'note', id: `empty:${taskId}`, text: running ? 'No files yet' : 'No files' }];
  } catch (error) {
    return [failureNote(error, "load the task's files", taskId)];
  }
}

/** Says what failed, and tries again when clicked. `taskId`: whose files; undefined for the list of tasks. */
export function failureNote(error: unknown, doing: string, taskId: string | undefined): NoteNode {
  return {
    kind: 'note',
    id: `failed:${taskId ?? ''}`,
    text: 'Could not load. Try again',
    detail: describeError(error, doing).message,
    failed: true,
    command: {
      command: 'sigmic.refreshTasks',
      title: 'Try Again',
      arguments: taskId === undefined ? [] : [taskId],
    },
  };
}
