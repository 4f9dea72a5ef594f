import * as vscode from 'vscode';
import { transcriptMarkdown } from '../../core/session/transcript-markdown';
import { oneLine, shorten, withoutLinks } from '../../core/visible-text';
import { offeredPlace } from '../platform/offered-place';
import type { HostServices } from '../services';
import { wholeTranscript } from './saved-transcript';

interface Exported {
  readonly title: string;
  /** Markdown, with the values of stored secrets masked. */
  readonly content: string;
}

/**
 * Opens a task's conversation as an unsaved Markdown document, and answers its text. Undefined, and the person told, when that failed.
 */
export async function exportTranscript(services: HostServices, taskId: string): Promise<string | undefined> {
  try {
    const { content } = await read(services, taskId);
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document, { preview: false });
    return content;
  } catch (error) {
    services.report(error, 'export the conversation', () => exportTranscript(services, taskId));
    return undefined;
  }
}

/**
 * Writes a task's conversation as Markdown to `destination`, or where the person says, and answers that place. Undefined when they
 * dismissed the dialog, or were told that it failed.
 */
export async function saveTranscript(
  services: HostServices,
  taskId: string,
  destination?: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  try {
    const { title, content } = await read(services, taskId);
    const chosen = destination ?? (await askForPlace(title));
    if (chosen === undefined) return undefined;
    await vscode.workspace.fs.writeFile(chosen, new TextEncoder().encode(content));
    if (destination === undefined) void tellSaved(chosen);
    return chosen;
  } catch (error) {
    services.report(error, 'save the conversation', () => saveTranscript(services, taskId, destination));
    return undefined;
  }
}

async function read(
  { client, sessions, secrets, withSignIn }: HostServices,
  taskId: string,
): Promise<Exported> {
  const session = sessions.get(taskId);
  const title = session?.head.title || (await withSignIn(() => client.getTask(taskId))).message;
  const transcript = await withSignIn(() => wholeTranscript(client, taskId, session));
  return { title, content: secrets.text(transcriptMarkdown(title, transcript)) };
}

/** To whom asked by hand; who gave the place knows it. */
async function tellSaved(place: vscode.Uri): Promise<void> {
  const open = 'Open File';
  const name = shorten(oneLine(place.path.split('/').at(-1) ?? ''), 80);
  const pressed = await vscode.window.showInformationMessage(
    withoutLinks(`The conversation was saved as ${name}.`),
    open,
  );
  if (pressed === open) await vscode.commands.executeCommand('vscode.open', place);
}

function askForPlace(title: string): Thenable<vscode.Uri | undefined> {
  const words = oneLine(title)
    .replace(/[^\p{L}\p{N}_ -]+/gu, ' ')
    .replace(/ +/g, ' ');
  const name = `${shorten(words, 40).replace('…', '').trim() || 'conversation'}.md`;
  return vscode.window.showSaveDialog({
    title: 'Save Conversation',
    filters: { Markdown: ['md'] },
    defaultUri: offeredPlace(name),
  });
}
