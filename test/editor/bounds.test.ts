import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { attachUris } from '../../src/host/uploads/attach';
import { emulator } from './control';
import { MemoryFiles } from './memory-files';
import { taskWith } from './service';
import { stub } from './stub';

/** Counts how many files are read at the same time. */
class SlowFiles extends MemoryFiles {
  most = 0;
  private now = 0;

  override readFile(uri: vscode.Uri): Uint8Array {
    // The interface takes promises too.
    return this.slowly(uri) as unknown as Uint8Array;
  }

  private async slowly(uri: vscode.Uri): Promise<Uint8Array> {
    this.most = Math.max(this.most, ++this.now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.now -= 1;
    return super.readFile(uri);
  }
}

describe('many files', () => {
  const uris = Array.from({ length: 60 }, (_, at) =>
    vscode.Uri.from({ scheme: 'sigmic-test-slow', path: `/top/${at}.txt` }),
  );

  it('are attached a few at a time, until that is stopped', async () => {
    const slow = new SlowFiles();
    const provider = vscode.workspace.registerFileSystemProvider('sigmic-test-slow', slow);
    try {
      for (const uri of uris) slow.writeFile(uri, Buffer.from('words'));
      const { attachments, refused } = await attachUris(uris);
      assert.deepEqual([attachments.length, refused], [uris.length, []]);
      assert.ok(slow.most <= 16, `${slow.most} at once`);
      await assert.rejects(attachUris(uris, AbortSignal.abort()), { name: 'AbortError' });
    } finally {
      provider.dispose();
    }
  });
});

describe('the place that a save dialog offers', () => {
  const undo: (() => void)[] = [];
  afterEach(() => {
    for (const one of undo.splice(0)) one();
  });

  async function offeredFor(path: string): Promise<string | undefined> {
    const offered: (vscode.Uri | undefined)[] = [];
    const ask: unknown = (options?: vscode.SaveDialogOptions) => {
      offered.push(options?.defaultUri);
      return Promise.resolve(undefined);
    };
    await emulator.reset();
    undo.push(stub(vscode.window, 'showSaveDialog', ask as typeof vscode.window.showSaveDialog));
    const id = await taskWith({ [path]: 'words' });
    await vscode.commands.executeCommand('sigmic.saveArtifact', id, path);
    assert.equal(offered.length, 1);
    return offered[0]?.path;
  }

  it('is in the workspace, with a name that is one on every system and reads as it is', async () => {
    const top = vscode.workspace.workspaceFolders?.[0]?.uri.path ?? '';
    const offered = await offeredFor('out/Start\u202Etxt.b:at');
    assert.equal(offered, `${top}/Start_txt.b_at`);
  });

  it('is at home where no folder is open', async () => {
    const own = Object.getOwnPropertyDescriptor(vscode.workspace, 'workspaceFolders');
    assert.ok(own);
    undo.push(() => void Object.defineProperty(vscode.workspace, 'workspaceFolders', own));
    Object.defineProperty(vscode.workspace, 'workspaceFolders', { ...own, get: () => undefined });
    assert.equal(await offeredFor('out/sum.txt'), vscode.Uri.file(`${homedir()}/sum.txt`).path);
  });
});
