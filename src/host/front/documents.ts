import * as vscode from 'vscode';
import { Place } from './place';
import type { Rest } from './rest';

/** Schemes of the read-only documents that this extension shows. */
const schemes = ['sigmic-connection', 'sigmic-revealed', 'sigmic-review', 'sigmic-text'] as const;
export type DocumentScheme = (typeof schemes)[number];

/** Read-only documents, of which some may stand open when a window starts. */
export class DocumentFront implements vscode.Disposable {
  private readonly stands: ReadonlyMap<DocumentScheme, DocumentStand>;

  constructor(rest: Pick<Rest, 'load'>) {
    this.stands = new Map(schemes.map((scheme) => [scheme, new DocumentStand(rest, scheme)]));
  }

  register(scheme: DocumentScheme, provider: vscode.TextDocumentContentProvider): vscode.Disposable {
    const stand = this.stands.get(scheme);
    if (stand === undefined) throw new Error(`No document has the scheme ${scheme}.`);
    return stand.fill(provider);
  }

  dispose(): void {
    for (const stand of this.stands.values()) stand.dispose();
  }
}

class DocumentStand implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly place: Place<vscode.TextDocumentContentProvider>;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  constructor(rest: Pick<Rest, 'load'>, scheme: DocumentScheme) {
    this.place = new Place(rest, scheme);
    this.registered = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  fill(provider: vscode.TextDocumentContentProvider): vscode.Disposable {
    return vscode.Disposable.from(
      this.place.fill(provider),
      provider.onDidChange?.((uri) => this.changed.fire(uri)) ?? new vscode.Disposable(() => undefined),
    );
  }

  async provideTextDocumentContent(
    uri: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<string | null | undefined> {
    const provider = await this.place.get();
    return provider.provideTextDocumentContent(uri, token);
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}
