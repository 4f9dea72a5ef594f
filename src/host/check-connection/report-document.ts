import * as vscode from 'vscode';

const uri = vscode.Uri.from({ scheme: 'sigmic-connection', path: '/Sigmic connection.txt' });
const gone = 'This report is not there any more. Run "Sigmic: Check Connection" again.\n';

/** The latest report as a read-only document. */
export class ReportDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private report: string | undefined;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(uri.scheme, this);

  readonly onDidChange = this.changed.event;

  get text(): string | undefined {
    return this.report;
  }

  provideTextDocumentContent(): string {
    return this.report ?? gone;
  }

  async show(report: string): Promise<void> {
    this.report = report;
    this.changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}
