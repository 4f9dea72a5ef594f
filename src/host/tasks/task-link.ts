/**
 * The address that opens a task in the editor whose links begin with `scheme`; undefined for an id that a link cannot carry
 * (the reading side, src/host/chat/task-link.ts, takes no other).
 */
export function taskLink(scheme: string, taskId: string): string | undefined {
  return /^[\w-]{1,128}$/.test(taskId) ? `${scheme}://sigmic.sigmic/task/${taskId}` : undefined;
}
