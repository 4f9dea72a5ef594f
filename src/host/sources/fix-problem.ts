import * as v from 'valibot';
import * as vscode from 'vscode';
import { makeVisible, oneLine, shorten } from '../../core/visible-text';
import type { AttachmentSource } from '../attachment';
import { problemsIn } from './fix-actions';
import type { ComposeWith } from './index';

/** Plain, so that keybindings and tests can give it too. Lines count from 1. */
const ProblemsSchema = v.object({
  file: v.pipe(v.string(), v.url()),
  language: v.optional(v.string()),
  problems: v.pipe(
    v.array(
      v.object({
        line: v.number(),
        endLine: v.number(),
        severity: v.string(),
        message: v.string(),
        source: v.optional(v.string()),
      }),
    ),
    v.minLength(1),
  ),
});
export type Problems = v.InferInput<typeof ProblemsSchema>;
type Problem = Problems['problems'][number];

/** Opens the composer about these problems; without an argument about those at the cursor. */
export async function fixProblem(
  argument: unknown,
  attachments: AttachmentSource,
  compose: ComposeWith,
): Promise<void> {
  const about = argument === undefined ? atCursor() : v.parse(ProblemsSchema, argument);
  if (about === undefined) {
    void vscode.window.showInformationMessage(
      'There is no problem at the cursor. Put it on one, or use its quick fix.',
    );
    return;
  }
  const words = describe(about);
  await compose({ message: words, submit: false }, attachments.fromUris([about.file]));
}

function atCursor(): Problems | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  const all = vscode.languages.getDiagnostics(document.uri);
  const touching = all.filter(({ range }) => range.intersection(selection) !== undefined);
  return touching.length === 0 ? undefined : problemsIn(document, touching);
}

/** Whoever wrote the checked code or its checker decides about these words: one line each, with nothing hidden in it. */
function describe({ file, language, problems }: Problems): string {
  const path = makeVisible(vscode.workspace.asRelativePath(vscode.Uri.parse(file)));
  const kind = language === undefined ? '' : ` (${oneLine(language)})`;
  const what = problems.length === 1 ? 'this problem' : 'these problems';
  return `Fix ${what} in ${path}${kind}:\n${problems.map(line).join('\n')}\n`;
}

function line({ line: first, endLine, severity, message, source }: Problem): string {
  const where = endLine > first ? `lines ${first} to ${endLine}` : `line ${first}`;
  const from = source === undefined || source === '' ? '' : ` (${shorten(oneLine(source), 80)})`;
  return `- ${where}, ${oneLine(severity).toLowerCase()}: ${shorten(oneLine(message), 1000)}${from}`;
}
