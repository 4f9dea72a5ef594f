import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { emulator, until } from './control';

describe('problems', () => {
  const collection = vscode.languages.createDiagnosticCollection('sigmic-test');
  after(() => collection.dispose());
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function troubled(...messages: string[]): Promise<vscode.TextDocument> {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.joinPath(folder.uri, 'src/discount.ts'),
    );
    const range = new vscode.Range(1, 0, 2, 3);
    const problems = messages.map((message) => new vscode.Diagnostic(range, message));
    for (const problem of problems) Object.assign(problem, { source: 'lint', code: 'no-such' });
    collection.set(document.uri, problems);
    return document;
  }

  async function fixes(document: vscode.TextDocument): Promise<vscode.CodeAction[]> {
    const found: unknown = await vscode.commands.executeCommand(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(1, 0, 1, 0),
      vscode.CodeActionKind.QuickFix.value,
    );
    assert.ok(Array.isArray(found));
    return found
      .filter((action) => action instanceof vscode.CodeAction)
      .filter(({ command }) => command?.command === 'sigmic.fixProblem');
  }

  it('have a quick fix that opens a composer and sends nothing', async () => {
    const document = await troubled('Bad\nthing \u202e here');
    const [fix, ...others] = await fixes(document);
    assert.ok(fix?.command);
    assert.equal(others.length, 0);
    assert.equal(fix.title, 'Ask Sigmic to fix this');
    assert.ok(fix.kind?.contains(vscode.CodeActionKind.QuickFix));
    assert.deepEqual(fix.command.arguments, [
      {
        file: document.uri.toString(),
        language: 'typescript',
        problems: [
          {
            line: 2,
            endLine: 3,
            severity: 'Error',
            message: 'Bad\nthing \u202e here',
            source: 'lint no-such',
          },
        ],
      },
    ]);
    const before = (await emulator.requests('POST', /.*/)).length;
    await vscode.commands.executeCommand(fix.command.command, ...(fix.command.arguments ?? []));
    await until(() =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'New Task')),
    );
    assert.equal((await emulator.requests('POST', /.*/)).length, before);
  });

  it('can be asked about together with a selection, and only with one', async () => {
    const document = await troubled('Bad thing');
    const titles = async (range: vscode.Range): Promise<string[]> => {
      const found: unknown = await vscode.commands.executeCommand(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        vscode.CodeActionKind.QuickFix.value,
      );
      assert.ok(Array.isArray(found));
      return found
        .filter((action) => action instanceof vscode.CodeAction)
        .map(({ title }) => title)
        .filter((title) => title.includes('Sigmic'));
    };
    const both = ['Ask Sigmic to fix this', 'Ask Sigmic about the selection and its problems'];
    assert.deepEqual(await titles(new vscode.Selection(0, 0, 4, 0)), both);
    assert.deepEqual(await titles(new vscode.Selection(1, 0, 1, 0)), both.slice(0, 1));
    assert.deepEqual(await titles(new vscode.Selection(6, 0, 7, 0)), []);
  });

  it('of the same lines are told apart', async () => {
    const document = await troubled('One thing', 'Another');
    assert.deepEqual((await fixes(document)).map(({ title }) => title).sort(), [
      'Ask Sigmic to fix this: Another',
      'Ask Sigmic to fix this: One thing',
    ]);
  });
});
