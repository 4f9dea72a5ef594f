import { format } from 'node:util';
import * as vscode from 'vscode';
import { redact } from './redact';

/** The output channel "Sigmic". Whatever is written through it has lost its credentials first. */
export function createLog(): vscode.LogOutputChannel {
  const channel = vscode.window.createOutputChannel('Sigmic', { log: true });
  const clean = (message: unknown, args: readonly unknown[]): string => redact(format(message, ...args));
  return {
    name: channel.name,
    get logLevel() {
      return channel.logLevel;
    },
    onDidChangeLogLevel: channel.onDidChangeLogLevel,
    trace: (message, ...args) => channel.trace(clean(message, args)),
    debug: (message, ...args) => channel.debug(clean(message, args)),
    info: (message, ...args) => channel.info(clean(message, args)),
    warn: (message, ...args) => channel.warn(clean(message, args)),
    error: (message, ...args) => channel.error(clean(message, args)),
    append: (value) => channel.append(redact(value)),
    appendLine: (value) => channel.appendLine(redact(value)),
    replace: (value) => channel.replace(redact(value)),
    clear: () => channel.clear(),
    show: (first?: vscode.ViewColumn | boolean, preserveFocus?: boolean) =>
      channel.show(typeof first === 'boolean' ? first : preserveFocus),
    hide: () => channel.hide(),
    dispose: () => channel.dispose(),
  };
}
