import * as vscode from 'vscode';
import type { Backup } from './backup';
import type { PlannedFile } from './plan';
import { restoreFiles } from './restore';
import { saveTexts } from './write';

interface Touched {
  readonly document: vscode.TextDocument;
  readonly version: number;
}

/** What one application wrote, and the way back. */
export class Applied {
  private touched: readonly Touched[] = [];

  constructor(
    readonly files: readonly PlannedFile[],
    private readonly backup: Backup,
  ) {}

  /** Notes in which state the texts were left. */
  async settle(): Promise<void> {
    const texts = this.files.filter(({ content }) => content.kind === 'text');
    // The changed ones first: their editors know of the whole edit.
    const sorted = [...texts].sort((a, b) => Number(a.state === 'new') - Number(b.state === 'new'));
    const documents = await Promise.all(sorted.map(({ uri }) => vscode.workspace.openTextDocument(uri)));
    this.touched = documents.map((document) => ({ document, version: document.version }));
  }

  /** Takes everything back; answers false, and does nothing, when somebody has gone on editing meanwhile. */
  async undo(): Promise<boolean> {
    const [first] = this.touched;
    if (
      this.touched.some(({ document, version }) => (document.isClosed ? false : document.version !== version))
    )
      return false;
    if (first !== undefined) {
      await vscode.window.showTextDocument(first.document, { preview: false });
      await vscode.commands.executeCommand('undo');
      await saveTexts(this.files.filter(({ state }) => state === 'changed'));
    }
    await restoreFiles(this.backup.files);
    return true;
  }
}
