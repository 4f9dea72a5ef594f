import { format } from 'node:util';
import * as vscode from 'vscode';
import { redact, type Logger } from '../../core/api';

type Write = (message: string | Error, ...details: unknown[]) => void;

/** The output channel "Sigmic", behind the one place where credentials are taken out of what is written. */
export interface Log extends Logger {
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  show(): void;
  dispose(): void;
}

/** `mask` takes the person's own secrets out as well. */
export function createLog(mask: (text: string) => string): Log {
  const channel = vscode.window.createOutputChannel('Sigmic', { log: true });
  const clean = (write: (text: string) => void): Write => {
    return (message, ...details) => write(mask(redact(format(message, ...details))));
  };
  return {
    trace: clean((text) => channel.trace(text)),
    debug: clean((text) => channel.debug(text)),
    info: clean((text) => channel.info(text)),
    warn: clean((text) => channel.warn(text)),
    error: clean((text) => channel.error(text)),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}
