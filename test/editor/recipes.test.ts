import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { emulator, until } from './control';

function folder(): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(found);
  return vscode.Uri.joinPath(found, '.sigmic');
}

async function write(name: string, content: unknown): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder(), name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(content)));
  return uri;
}

async function lastCreation(): Promise<unknown> {
  return (await emulator.requests('POST', /\/tasks$/)).at(-1)?.body;
}

const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

const run = (...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand('sigmic.runRecipe', ...args);

describe('variables and recipes by their arguments', () => {
  before(async () => {
    await emulator.reset();
    const file = vscode.Uri.joinPath(folder(), 'test.env');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('MODE=test\nTOKEN=hunter-2222\n'));
    const options = { set: 'editor test', env: ['MODE'] };
    assert.equal(
      await vscode.commands.executeCommand('sigmic.importVariables', file, options),
      'editor test',
    );
  });
  after(async () => {
    await vscode.workspace.fs.delete(folder(), { recursive: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('give a new task the variables of a set, and those of the command before them', async () => {
    const id = await vscode.commands.executeCommand('sigmic.newTask', {
      message: 'Hello',
      variables: 'editor test',
      env: { MODE: 'other' },
      secrets: { KEY: 'given-3333' },
      showInHistory: false,
      autoExecute: false,
      submit: true,
    });
    assert.equal(typeof id, 'string');
    assert.deepEqual(await lastCreation(), {
      message: 'Hello',
      showInHistory: false,
      autoExecute: false,
      env: { MODE: 'other' },
      secrets: { TOKEN: '[hidden]', KEY: '[hidden]' },
    });
  });

  it('create no task for a set that is gone', async () => {
    const before = (await emulator.requests('POST', /\/tasks$/)).length;
    const task = { message: 'Hello', variables: 'no such set', submit: true };
    assert.equal(await vscode.commands.executeCommand('sigmic.newTask', task), undefined);
    assert.equal((await emulator.requests('POST', /\/tasks$/)).length, before);
  });

  it('send a recipe only when told to, by name or by its file', async () => {
    const uri = await write('greet.json', {
      name: 'Greet',
      message: 'Hello from a recipe',
      showInHistory: false,
    });
    const before = (await emulator.requests('POST', /\/tasks$/)).length;
    assert.equal(await run('Greet'), undefined);
    assert.equal(await run(uri), undefined);
    assert.equal((await emulator.requests('POST', /\/tasks$/)).length, before);
    assert.equal(typeof (await run('Greet', { submit: true })), 'string');
    assert.deepEqual(await lastCreation(), {
      message: 'Hello from a recipe',
      showInHistory: false,
      autoExecute: true,
    });
    assert.equal((await emulator.requests('POST', /\/tasks$/)).length, before + 1);
  });

  it('send the files that a recipe names by path and by glob, but no ignored one', async () => {
    const top = vscode.Uri.joinPath(folder(), '..');
    const files = {
      'globbed/.gitignore': 'ignored.txt\n',
      'globbed/a.txt': 'A',
      'globbed/ignored.txt': 'Ignored',
      'globbed/deep/b.txt': 'B',
      'globbed/deep/c.md': 'C',
    };
    for (const [path, text] of Object.entries(files))
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(top, path), new TextEncoder().encode(text));
    try {
      await write('globs.json', {
        name: 'Globs',
        message: 'Sum them up',
        files: ['globbed/**/*.txt', 'sales.csv'],
      });
      assert.equal(typeof (await run('Globs', { submit: true })), 'string');
      const sent = (await emulator.requests('POST', /\/tasks$/)).at(-1)?.files ?? [];
      const sales = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(top, 'sales.csv'));
      assert.deepEqual(sent.map(({ name, sha256 }) => [name, sha256]).sort(), [
        ['a.txt', digest('A')],
        ['b.txt', digest('B')],
        ['sales.csv', digest(sales)],
      ]);

      // A glob that finds nothing, or a secret that it finds, is for the person to decide.
      const before = (await emulator.requests('POST', /\/tasks$/)).length;
      for (const [name, glob] of [
        ['Missing', 'globbed/*.pdf'],
        ['Ignored', 'globbed/ignored.txt'],
        ['Outside', '../*'],
        ['Secret', 'globbed/*'],
      ] as const) {
        const key = '-----BEGIN RSA PRIVATE KEY-----\n';
        if (name === 'Secret')
          await vscode.workspace.fs.writeFile(
            vscode.Uri.joinPath(top, 'globbed/id_rsa'),
            new TextEncoder().encode(key),
          );
        await write('globs.json', { name, message: 'Sum them up', files: ['sales.csv', glob] });
        assert.equal(await run(name, { submit: true }), undefined, name);
      }
      assert.equal((await emulator.requests('POST', /\/tasks$/)).length, before);
    } finally {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(top, 'globbed'), { recursive: true });
    }
  });

  it('give a recipe variables only by the name of a set', async () => {
    await write('needy.json', { name: 'Needy', message: 'Use the token', variables: ['TOKEN'] });
    assert.equal(typeof (await run('Needy', { submit: true, variables: 'editor test' })), 'string');
    assert.deepEqual(Reflect.get(Object(await lastCreation()), 'secrets'), { TOKEN: '[hidden]' });
  });

  it('check what a recipe is made of as it is typed', async () => {
    const uri = await write('wrong.json', { name: 'Wrong', message: 1 });
    await vscode.window.showTextDocument(uri);
    const [problem] = await until(() => {
      const problems = vscode.languages.getDiagnostics(uri);
      return problems.length > 0 ? problems : undefined;
    });
    assert.match(problem?.message ?? '', /string/);
  });
});
