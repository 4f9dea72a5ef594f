import * as vscode from 'vscode';
import { transcriptMarkdown } from '../../core/session/transcript-markdown';
import type { HostServices } from '../services';
import { savedTranscript } from './saved-transcript';

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
    const transcript = shown?.transcript ?? (await withSignIn(() => savedTranscript(client, taskId)));
    const content = transcriptMarkdown(title, transcript);
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document, { preview: false });
    return content;
  } catch (error) {
    report(error, 'export the conversation', () => exportTranscript(services, taskId));
    return undefined;
  }
}
