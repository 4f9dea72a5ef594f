import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isSigmicError } from '../../src/core/api';
import { commandPart } from '../../src/host/platform/command-part';

describe('parts that are loaded when they are used', () => {
  it('runs a command with all that it was given, and tells when its code is gone, until it is there', async () => {
    const reported: unknown[] = [];
    let isThere = false;
    const register = commandPart({ front: vscode.commands, report: (error) => reported.push(error) }, () =>
      isThere
        ? Promise.resolve({ add: (one: unknown, other: unknown) => Number(one) + Number(other) })
        : Promise.reject(new Error('Cannot find module')),
    );
    const command = register('sigmic.test.add', ({ add }, one, other) => add(one, other));
    try {
      const run = (): Thenable<unknown> => vscode.commands.executeCommand('sigmic.test.add', 1, 2);
      assert.equal(await run(), undefined);
      assert.equal(reported.length, 1);
      assert.ok(isSigmicError(reported[0], 'invalid'));
      isThere = true;
      assert.equal(await run(), 3);
      assert.equal(reported.length, 1);
    } finally {
      command.dispose();
    }
  });

  it('can load each part of the package, beside what is loaded already', () => {
    const extension = vscode.extensions.getExtension('sigmic.sigmic');
    assert.ok(extension);
    const parts = join(extension.extensionPath, 'dist', 'parts');
    const load = createRequire(join(parts, 'index.js'));
    const files = readdirSync(parts).filter((file) => file.endsWith('.js'));
    assert.ok(files.length > 10);
    for (const file of files) assert.notDeepEqual(Object.keys(Object(load(`./${file}`)) as object), []);
  });
});
