import * as vscode from 'vscode';

/** Remembers the text editor that was active last: while the chat has the focus, none is. */
export class LastEditor implements vscode.Disposable {
  private last = vscode.window.activeTextEditor;
  private readonly listening = vscode.window.onDidChangeActiveTextEditor((editor) => {
    if (editor !== undefined && takesText(editor.document)) this.last = editor;
  });

  /** Puts `text` at each cursor of `editor`, in place of what is selected, and goes there. */
  async insert(text: string, editor = this.current()): Promise<void> {
    if (editor === undefined) {
      void vscode.window.showInformationMessage('Open a file and place the cursor where the code belongs.');
      return;
    }
    const shown = await vscode.window.showTextDocument(editor.document, {
      ...(editor.viewColumn !== undefined && { viewColumn: editor.viewColumn }),
      selection: editor.selection,
    });
    const inserted = await shown.edit((edit) => {
      for (const selection of shown.selections) edit.replace(selection, text);
    });
    if (!inserted)
      void vscode.window.showWarningMessage('This editor cannot be changed: nothing was inserted.');
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** An editor that was hidden or closed meanwhile is another object, or none. */
  current(): vscode.TextEditor | undefined {
    const { last } = this;
    const visible = vscode.window.visibleTextEditors;
    if (last?.document.isClosed === false) return visible.find((editor) => editor === last) ?? last;
    return visible.find(({ document }) => takesText(document));
  }
}

/** Not what only shows something: our own documents, the output. */
function takesText({ uri }: vscode.TextDocument): boolean {
  return uri.scheme !== 'output' && !uri.scheme.startsWith('sigmic-');
}
