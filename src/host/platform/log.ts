import type * as vscode from 'vscode';
import type { Logger } from '../../core/api';
import { logText } from './log-text';

type Write = (message: string | Error, ...details: unknown[]) => void;

/** The output channel "Sigmic", behind the one place where what is written is made harmless (log-text.ts). */
export interface Log extends Logger {
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** `mask` takes the person's own secrets out as well. */
export function createLog(channel: vscode.LogOutputChannel, mask: (text: string) => string): Log {
  const clean = (write: (text: string) => void): Write => {
    return (...parts) => write(logText(parts, mask));
  };
  return {
    trace: clean((text) => channel.trace(text)),
    debug: clean((text) => channel.debug(text)),
    info: clean((text) => channel.info(text)),
    warn: clean((text) => channel.warn(text)),
    error: clean((text) => channel.error(text)),
  };
}
