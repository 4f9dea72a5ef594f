import * as vscode from 'vscode';
import type { Front } from '../front';
import type { DocumentScheme } from '../front/documents';

/** A read-only document that shows the latest of its kind, e.g. a report. Its name is that of its tab. */
export class ShownDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private latest: string | undefined;
  private readonly uri: vscode.Uri;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  /** `gone`: what it says after a reload, when nothing has been shown yet. */
  constructor(
    front: Pick<Front, 'registerDocuments'>,
    scheme: DocumentScheme,
    name: string,
    private readonly gone: string,
  ) {
    this.uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.registered = front.registerDocuments(scheme, this);
  }

  get text(): string | undefined {
    return this.latest;
  }

  provideTextDocumentContent(): string {
    return this.latest ?? this.gone;
  }

  async show(text: string): Promise<void> {
    this.latest = text;
    this.changed.fire(this.uri);
    const document = await vscode.workspace.openTextDocument(this.uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}
