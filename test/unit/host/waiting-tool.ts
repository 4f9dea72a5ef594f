import type { WaitingTool } from '../../../src/core/session/task-session';

/** A call that waits; a test names only what it is about. */
export function tool(fields: Partial<WaitingTool> = {}): WaitingTool {
  return {
    taskId: 't',
    taskTitle: 'Sum up the sales',
    callId: 'c1',
    toolName: 'shell',
    args: { command: 'npm test' },
    ...fields,
  };
}
