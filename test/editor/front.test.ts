import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { loadPart } from '../../src/core/api';
import { CommandFront } from '../../src/host/front/commands';
import { tellLoadFailure } from '../../src/host/front/failure';
import { FileFront, type ReadableFiles } from '../../src/host/front/files';
import { Rest } from '../../src/host/front/rest';
import { until } from './control';
import { stub } from './stub';

/** Something to load that comes, or cannot be had, when a test says so. */
class Held {
  readonly told: unknown[] = [];
  private readonly waiting: ((isThere: boolean) => void)[] = [];
  readonly rest: Rest;

  constructor(fill: () => vscode.Disposable) {
    this.rest = new Rest(
      async () => {
        if (!(await new Promise<boolean>((resolve) => this.waiting.push(resolve))))
          throw new Error('Cannot find module');
        return fill();
      },
      (error) => this.told.push(error),
    );
  }

  /** How often it has been asked for and did not come yet. */
  get asked(): number {
    return this.waiting.length;
  }

  come(isThere: boolean): void {
    for (const resolve of this.waiting.splice(0)) resolve(isThere);
  }
}

describe('what a window has before it has loaded anything', () => {
  const ends: { dispose(): unknown }[] = [];
  afterEach(() => void vscode.Disposable.from(...ends.splice(0)).dispose());
  const run = (command: string, ...given: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(command, ...given);

  it('is commands, which wait with their arguments for what runs them', async () => {
    const held: Held = new Held(() =>
      vscode.Disposable.from(
        front.register('sigmic.test.add', (one: number, other: number) => one + other),
        front.register('sigmic.test.fail', () => Promise.reject(new Error('failed'))),
      ),
    );
    const front: CommandFront = new CommandFront(held.rest, ['sigmic.test.add', 'sigmic.test.fail']);
    ends.push(front);
    const first = run('sigmic.test.add', 1, 2);
    const second = run('sigmic.test.add', 30, 4);
    const failing = run('sigmic.test.fail');
    await until(() => held.asked === 1);
    held.come(true);
    assert.deepEqual(await Promise.all([first, second]), [3, 34]);
    await assert.rejects(Promise.resolve(failing), /failed/);
    assert.equal(await run('sigmic.test.add', 5, 6), 11);
    assert.deepEqual(held.told, []);
  });

  it('does nothing by a command whose code cannot be had, tells so once, and tries again', async () => {
    const held: Held = new Held(() => front.register('sigmic.test.hello', (name: string) => `Hello ${name}`));
    const front: CommandFront = new CommandFront(held.rest, ['sigmic.test.hello']);
    ends.push(front);
    const calls = [run('sigmic.test.hello', 'a'), run('sigmic.test.hello', 'b')];
    await until(() => held.asked === 1);
    held.come(false);
    assert.deepEqual(await Promise.all(calls), [undefined, undefined]);
    assert.equal(held.told.length, 1);
    const again = run('sigmic.test.hello', 'c');
    await until(() => held.asked === 1);
    held.come(true);
    assert.equal(await again, 'Hello c');
    assert.throws(() => front.register('sigmic.test.other', () => undefined), /sigmic\.test\.other/);
  });

  it('says what it means that its code is gone, and does what helps', async () => {
    const said: unknown[][] = [];
    const done: string[] = [];
    const logged: unknown[] = [];
    const presses = ['Reload Window', 'Show Log', undefined];
    const say: unknown = (...words: unknown[]) => {
      said.push(words);
      return Promise.resolve(presses.shift());
    };
    const execute: unknown = (command: string) => Promise.resolve(done.push(command));
    const channel = { error: (error: unknown) => logged.push(error), show: () => done.push('show the log') };
    const unstub = [
      stub(vscode.window, 'showErrorMessage', say as typeof vscode.window.showErrorMessage),
      stub(vscode.commands, 'executeCommand', execute as typeof vscode.commands.executeCommand),
    ];
    try {
      const gone = await loadPart(() => Promise.reject(new Error('ENOENT'))).catch((error: unknown) => error);
      const broken = new Error('wired wrongly');
      for (const error of [gone, broken, broken]) tellLoadFailure(error, channel);
      await until(() => done.length === 2);
      assert.deepEqual(done, ['workbench.action.reloadWindow', 'show the log']);
      assert.deepEqual(
        said.map(([, button]) => button),
        ['Reload Window', 'Show Log', 'Show Log'],
      );
      assert.match(String(said[0]?.[0]), /not there any more.*Reload the window/);
      assert.deepEqual(logged, [gone, broken, broken]);
    } finally {
      for (const undo of unstub) undo();
    }
  });

  it('is files, which an editor can open and watch before what reads them is there', async () => {
    const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
    let text = 'before';
    let mtime = 1;
    const files: ReadableFiles = {
      onDidChangeFile: changed.event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: () => ({ type: vscode.FileType.File, size: text.length, ctime: mtime, mtime }),
      readDirectory: () => [],
      readFile: () => Buffer.from(text),
    };
    const held: Held = new Held(() => front.register(files));
    const front: FileFront = new FileFront(held.rest, 'sigmic-test-files');
    ends.push(front, changed);
    const uri = vscode.Uri.from({ scheme: 'sigmic-test-files', path: '/a.txt' });

    const vain = vscode.workspace.fs.readFile(uri);
    await until(() => held.asked === 1);
    held.come(false);
    await assert.rejects(Promise.resolve(vain), /Sigmic could not be loaded/);

    const opening = vscode.workspace.openTextDocument(uri);
    await until(() => held.asked === 1);
    held.come(true);
    const document = await opening;
    assert.equal(document.getText(), 'before');
    await vscode.window.showTextDocument(document);
    text = 'afterwards';
    mtime = 2;
    changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    await until(() => document.getText() === 'afterwards');
    await assert.rejects(Promise.resolve(vscode.workspace.fs.writeFile(uri, Buffer.from('x'))));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
