import * as vscode from 'vscode';
import { loadPart } from '../../core/api/load-part';

/** The quick fix for problems; its code is loaded with the first problem. */
export function registerFixActions(channel: () => vscode.LogOutputChannel): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, { diagnostics }) {
      if (diagnostics.length === 0) return [];
      try {
        const { fixActions } = await loadPart(() => import('../sources/fix-actions'));
        return fixActions(document, range, diagnostics);
      } catch (error) {
        // VS Code asks wherever the cursor goes: whoever uses the extension itself is told.
        channel().error(error instanceof Error ? error : String(error));
        return [];
      }
    },
  };
  return vscode.languages.registerCodeActionsProvider('*', provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}
