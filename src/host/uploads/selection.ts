import * as vscode from 'vscode';
import { oneLine, shorten } from '../../core/visible-text';
import type { Attachment, SelectedCode } from '../attachment';
import type { KeptBytes } from '../platform/kept-bytes';
import { baseName } from './describe-uri';
import { attachContent } from './kept-attachment';
import { secretIn } from './secret-patterns';

/**
 * What is selected in `editor`, each selection a file named after its source and lines (`a.L3-L9.ts`), and words that say where
 * it stands. Undefined when nothing is selected. `diagnostics`: name the problems that touch the selection too.
 */
export function selectedCode(
  editor: vscode.TextEditor,
  diagnostics: boolean,
  kept: KeptBytes,
): SelectedCode | undefined {
  const selections = editor.selections.filter((selection) => !selection.isEmpty);
  if (selections.length === 0) return undefined;
  const { document } = editor;
  return {
    attached: { attachments: selections.map((range) => attachment(document, range, kept)), refused: [] },
    words: selections.map((range) => describe(document, range, diagnostics)).join('\n'),
  };
}

function attachment(document: vscode.TextDocument, range: vscode.Range, kept: KeptBytes): Attachment {
  const { first, last } = linesOf(range);
  const name = baseName(document.uri.path);
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  const content = Buffer.from(document.getText(range));
  return attachContent(kept, {
    name: `${stem}.L${first}${first === last ? '' : `-L${last}`}${extension}`,
    from: `${document.uri.toString()}#L${first}-${last}`,
    content,
    secret: secretIn([{ path: document.uri.path, content }]),
  });
}

function describe(document: vscode.TextDocument, range: vscode.Range, diagnostics: boolean): string {
  const { first, last } = linesOf(range);
  const path = vscode.workspace.asRelativePath(document.uri);
  const where = `${path}, ${first === last ? `line ${first}` : `lines ${first} to ${last}`} (${document.languageId})`;
  const problems = diagnostics ? vscode.languages.getDiagnostics(document.uri) : [];
  const touching = problems.filter((problem) => problem.range.intersection(range) !== undefined);
  return [
    where,
    ...touching.map(
      ({ range: { start }, message }) => `- line ${start.line + 1}: ${shorten(oneLine(message), 1000)}`,
    ),
  ].join('\n');
}

/** Lines as people count them. A selection that ends before the first character of a line does not have that line. */
function linesOf({ start, end }: vscode.Range): { first: number; last: number } {
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return { first: start.line + 1, last };
}
