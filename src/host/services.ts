import type * as vscode from 'vscode';
import type { SigmicClient } from '../core/api';
import type { SessionRegistry } from '../core/session/session-registry';
import type { Log } from './platform/log';
import type { Settings } from './platform/settings';

/** What every wing is given. Made once by extension.ts, and disposed by it. */
export interface HostServices {
  readonly context: vscode.ExtensionContext;
  readonly client: SigmicClient;
  readonly sessions: SessionRegistry;
  /** Keys and tokens are taken out of everything written here (platform/log.ts). */
  readonly log: Log;
  readonly settings: Settings;
  /**
   * Runs `operation`; when the key is refused (or there is none), asks once to sign in (one prompt however many callers)
   * and repeats it after a new key; else throws the SigmicError.
   */
  readonly withSignIn: <T>(operation: () => Promise<T>) => Promise<T>;
  readonly report: Report;
  readonly signedIn: SignedIn;
  /**
   * The id of the profile in use: one credential for one origin. Stable over restarts and renames, the same in every window; what
   * is kept for one project (sets of variables, marks in the tree) is kept under it. It changes with `onDidChangeProfile`.
   */
  readonly profileId: () => string;
  readonly onDidChangeProfile: vscode.Event<void>;
}

/**
 * Tells a failure in a notification with the button that does something about it (describeError); 'cancelled' is silent;
 * always logged. `doing` completes "Could not ...". `retry` is what "Try Again" calls.
 */
export type Report = (error: unknown, doing: string, retry?: () => unknown) => void;

/** Whether there is a key to work with; the event tells real flips only. */
export interface SignedIn {
  readonly value: boolean;
  readonly onDidChange: vscode.Event<boolean>;
}
