import type { TaskApi } from '../../core/api';
import { Conversation } from '../../core/session/conversation';
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
