import type { WaitingTool } from '../../core/session/task-session';
import type { HostServices } from '../services';

/** The calls that wait for an answer, of one task or of all that are followed here. */
export function waitingTools(
  { sessions }: Pick<HostServices, 'sessions'>,
  taskId?: string,
): readonly WaitingTool[] {
  const followed = sessions.all.filter((session) => taskId === undefined || session.taskId === taskId);
  return followed.flatMap((session) => session.waiting);
}
