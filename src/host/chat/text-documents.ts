import * as v from 'valibot';
import * as vscode from 'vscode';
import { partText, type PartText } from '../../core/session/part-text';
import { makeVisible, shorten } from '../../core/visible-text';
import type { HostServices } from '../services';
import { savedTranscript } from './saved-transcript';

const scheme = 'sigmic-text';

const AddressSchema = v.object({ taskId: v.string(), key: v.string() });
type Address = v.InferOutput<typeof AddressSchema>;

const gone = 'This result is not there any more. Open its task again and choose "Open in Editor" there.\n';

/** Results of tools and subagents as read-only documents, which VS Code can search, fold, copy and compare as any other. */
export class TextDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registered: vscode.Disposable;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly stopListening: () => void;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly services: Pick<HostServices, 'front' | 'client' | 'sessions' | 'log' | 'secrets'>,
  ) {
    this.registered = services.front.registerDocuments(scheme, this);
    // What is open was masked by the secrets that were known then.
    this.stopListening = services.secrets.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) this.changed.fire(uri);
    });
  }

  /** Shows the result of a part (core/session/part-text.ts) in an editor. */
  async open(taskId: string, key: string): Promise<void> {
    const transcript = this.services.sessions.get(taskId)?.transcript;
    const part = transcript && partText(transcript, key);
    if (part === undefined) {
      void vscode.window.showInformationMessage('There is no result to open yet.');
      return;
    }
    const document = await vscode.workspace.openTextDocument(uriOf({ taskId, key }, part));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** What no session here has any more is read from the saved history. */
  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    const address = readAddress(query);
    if (address === undefined) return gone;
    const { taskId, key } = address;
    const { client, sessions, log } = this.services;
    try {
      const shown = sessions.get(taskId)?.transcript;
      const part = shown && partText(shown, key);
      return (part ?? partText(await savedTranscript(client, taskId), key))?.text ?? gone;
    } catch (error) {
      log.warn(`A result could not be read again: ${String(error)}`);
      return gone;
    }
  }

  dispose(): void {
    this.stopListening();
    this.changed.dispose();
    this.registered.dispose();
  }
}

function uriOf(address: Address, { name, extension }: PartText): vscode.Uri {
  const title =
    shorten(
      makeVisible(name)
        .replace(/[^\p{L}\p{N}_.-]+/gu, ' ')
        .trim(),
      40,
    ) || 'result';
  return vscode.Uri.from({ scheme, path: `/${title} result.${extension}`, query: JSON.stringify(address) });
}

function readAddress(query: string): Address | undefined {
  try {
    return v.parse(AddressSchema, JSON.parse(query));
  } catch {
    return undefined;
  }
}
