import type { TaskApi } from '../../core/api';
import { Conversation } from '../../core/session/conversation';
import type { TaskSession } from '../../core/session/task-session';
import type { Transcript } from '../../core/session/transcript';

/** A task's conversation from its saved history, with the keys that a session gives. Throws SigmicError. */
export async function savedTranscript(
  client: Pick<TaskApi, 'getHistory'>,
  taskId: string,
): Promise<Transcript> {
  const { messages } = await client.getHistory(taskId);
  const conversation = new Conversation();
  conversation.beginReplay();
  for (const data of messages) conversation.receive({ type: 'history_message', data });
  return conversation.transcript;
}

/** All of a task's conversation: what its session shows, unless that is still being told, else the saved history. Throws SigmicError. */
export async function wholeTranscript(
  client: Pick<TaskApi, 'getHistory'>,
  taskId: string,
  session: Pick<TaskSession, 'transcript' | 'isWhole'> | undefined,
): Promise<Transcript> {
  return session?.isWhole === true ? session.transcript : savedTranscript(client, taskId);
}
