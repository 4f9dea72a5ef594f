import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  const extension = vscode.extensions.getExtension('sigmic.sigmic');

  it('starts without an error', async () => {
    assert.ok(extension, 'VS Code does not know the extension.');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command that the manifest promises', async () => {
    const manifest: unknown = extension?.packageJSON;
    const promised = commandIds(manifest);
    assert.ok(promised.includes('sigmic.newTask'));
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      promised.filter((id) => !registered.includes(id)),
      [],
    );
  });
});

function commandIds(manifest: unknown): string[] {
  const contributes = property(manifest, 'contributes');
  const commands = property(contributes, 'commands');
  assert.ok(Array.isArray(commands));
  return commands.map((each) => String(property(each, 'command')));
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
