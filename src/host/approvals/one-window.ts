import type { WaitingTool } from '../../core/session/task-session';
import type { Claims } from '../platform/claims';

/** The window that the person is in asks sooner than those behind it (ms). */
const behindMs = 500;

/** How much longer a window waits than the one in use before it asks. */
export function headStart(isFocused: boolean): number {
  return isFocused ? 0 : behindMs;
}

/**
 * Whether this window is the one that asks about these calls of a task, of all that follow it. All windows hear of calls in the same
 * order, so the first call decides; whoever has it asks about the others too. When that window is closed, another asks anew.
 */
export async function isOursToAsk(
  claims: Pick<Claims, 'claimWhileOpen'>,
  [first, ...others]: readonly WaitingTool[],
): Promise<boolean> {
  if (first === undefined || !(await claims.claimWhileOpen(keyOf(first)))) return false;
  await Promise.all(others.map((tool) => claims.claimWhileOpen(keyOf(tool))));
  return true;
}

function keyOf({ taskId, callId, toolName, args, seal }: WaitingTool): string {
  return `asks:${JSON.stringify([taskId, callId, toolName, args, seal])}`;
}
