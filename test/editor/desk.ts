import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { stub } from './stub';

/** A person at the test workspace: its files, and what is said and asked, which they answer as the test says. */
export class Desk {
  readonly root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  readonly asked: { readonly words: string; readonly detail: string | undefined }[] = [];
  readonly told: string[] = [];
  readonly errors: string[] = [];
  /** The answer to modal questions. */
  answer: string | undefined;
  /** The button that is pressed in informations. */
  pressed: string | undefined;
  /** What was in the workspace before. */
  before: readonly string[] = [];
  private readonly undoing: (() => void)[] = [];

  async sitDown(): Promise<void> {
    this.before = await readdir(this.root);
    const warn: unknown = (words: string, options: unknown) => {
      const detail: unknown =
        typeof options === 'object' ? Reflect.get(Object(options), 'detail') : undefined;
      this.asked.push({ words, detail: typeof detail === 'string' ? detail : undefined });
      return Promise.resolve(detail === undefined ? undefined : this.answer);
    };
    const inform: unknown = (words: string) => {
      this.told.push(words);
      return Promise.resolve(this.pressed);
    };
    const fail: unknown = (words: string) => Promise.resolve(void this.errors.push(words));
    this.replace(vscode.window, 'showErrorMessage', fail as typeof vscode.window.showErrorMessage);
    this.replace(vscode.window, 'showWarningMessage', warn as typeof vscode.window.showWarningMessage);
    this.replace(
      vscode.window,
      'showInformationMessage',
      inform as typeof vscode.window.showInformationMessage,
    );
  }

  /** Puts everything back; fails when an error was told that the test has not taken. */
  async leave(): Promise<void> {
    for (const undo of this.undoing.splice(0).reverse()) undo();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of await readdir(this.root))
      if (!this.before.includes(name)) await rm(this.at(name), { recursive: true });
    assert.deepEqual(this.errors, []);
  }

  /** Replaces a function of the editor until the person leaves. */
  replace<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): void {
    this.undoing.push(stub(object, key, value));
  }

  /** Replaces a property of the workspace that can only be read. */
  pretend(key: 'isTrusted' | 'workspaceFolders', value: unknown): void {
    const own = Object.getOwnPropertyDescriptor(vscode.workspace, key);
    assert.ok(own);
    Object.defineProperty(vscode.workspace, key, { ...own, get: () => value });
    this.undoing.push(() => void Object.defineProperty(vscode.workspace, key, own));
  }

  at(path: string): string {
    return join(this.root, path);
  }

  bytes(path: string): Promise<Buffer> {
    return readFile(this.at(path));
  }

  async text(path: string): Promise<string> {
    return (await this.bytes(path)).toString();
  }

  async put(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(this.at(path)), { recursive: true });
    await writeFile(this.at(path), content);
  }

  /** The names at the top that were not there before. */
  async made(): Promise<string[]> {
    return (await readdir(this.root)).filter((name) => !this.before.includes(name)).sort();
  }
}
