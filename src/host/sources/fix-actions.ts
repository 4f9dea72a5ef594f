import * as vscode from 'vscode';
import { oneLine, shorten } from '../../core/visible-text';
import type { Problems } from './fix-problem';

/** A quick fix for every problem, of whatever language, and one for all of a selection's: it opens a composer, and nothing is sent by that. */
export function fixActions(
  document: vscode.TextDocument,
  range: vscode.Range | vscode.Selection,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const fixes = diagnostics.map((diagnostic) => {
    const which = diagnostics.length > 1 ? `: ${shorten(oneLine(diagnostic.message), 60)}` : '';
    const action = new vscode.CodeAction(`Ask Sigmic to fix this${which}`, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.command = {
      command: 'sigmic.fixProblem',
      title: action.title,
      arguments: [problemsIn(document, [diagnostic])],
    };
    return action;
  });
  const isSelected = range instanceof vscode.Selection && !range.isEmpty;
  return isSelected && fixes.length > 0 ? [...fixes, aboutSelection()] : fixes;
}

/** What is selected goes as a file, its problems in words. */
function aboutSelection(): vscode.CodeAction {
  const title = 'Ask Sigmic about the selection and its problems';
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: 'sigmic.newTaskFromSelection', title, arguments: [{ diagnostics: true }] };
  return action;
}

/** Problems of a document as `sigmic.fixProblem` takes them. */
export function problemsIn(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): Problems {
  return {
    file: document.uri.toString(),
    language: document.languageId,
    problems: diagnostics.map(({ range, severity, message, source, code }) => ({
      line: range.start.line + 1,
      endLine: range.end.line + 1,
      severity: vscode.DiagnosticSeverity[severity],
      message,
      source: [source, codeOf(code)].filter((part) => part !== undefined).join(' '),
    })),
  };
}

function codeOf(code: vscode.Diagnostic['code']): string | undefined {
  if (code === undefined) return undefined;
  return String(typeof code === 'object' ? code.value : code);
}
