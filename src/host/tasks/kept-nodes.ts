import type { GroupNode, TaskNode } from './nodes';
import type { TaskList } from './task-list';

/** The one object that stands for each task and each group in the tree, as long as it is there. */
export class KeptNodes {
  private readonly tasks = new Map<string, TaskNode>();
  private readonly groups = new Map<string, GroupNode>();

  task(taskId: string): TaskNode {
    const node = this.tasks.get(taskId) ?? { kind: 'task', taskId };
    this.tasks.set(taskId, node);
    return node;
  }

  /** Empty for a task that was never in the tree. */
  knownTask(taskId: string): TaskNode[] {
    const node = this.tasks.get(taskId);
    return node === undefined ? [] : [node];
  }

  group(key: string): GroupNode {
    const node = this.groups.get(key) ?? { kind: 'group', key };
    this.groups.set(key, node);
    return node;
  }

  /** Forgets the tasks that the list no longer has. */
  keepOnly(list: Pick<TaskList, 'get'>): void {
    for (const id of this.tasks.keys()) if (list.get(id) === undefined) this.tasks.delete(id);
  }
}
