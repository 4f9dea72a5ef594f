import * as vscode from 'vscode';
import { Conversation } from '../../core/session/conversation';
import type { Transcript } from '../../core/session/transcript';
import { transcriptMarkdown } from '../../core/session/transcript-markdown';
import type { HostServices } from '../services';

/**
 * Opens a task's conversation as an unsaved Markdown document, and answers its text. What is shown live is taken as it is;
 * else the saved history is read. Undefined, and the person told, when that failed.
 */
export async function exportTranscript(services: HostServices, taskId: string): Promise<string | undefined> {
  const { client, sessions, withSignIn, report } = services;
  try {
    const session = sessions.get(taskId);
    const shown = session?.transcript.turns.length ? session : undefined;
    const title = shown?.head.title ?? (await withSignIn(() => client.getTask(taskId))).message;
    const transcript = shown?.transcript ?? (await withSignIn(() => saved(client, taskId)));
    const content = transcriptMarkdown(title, transcript);
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document, { preview: false });
    return content;
  } catch (error) {
    report(error, 'export the conversation', () => exportTranscript(services, taskId));
    return undefined;
  }
}

async function saved(client: HostServices['client'], taskId: string): Promise<Transcript> {
  const { messages } = await client.getHistory(taskId);
  const conversation = new Conversation();
  conversation.beginReplay();
  for (const data of messages) conversation.receive({ type: 'history_message', data });
  return conversation.transcript;
}
