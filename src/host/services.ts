import type * as vscode from 'vscode';
import type { TaskApi } from '../core/api';
import type { SessionRegistry } from '../core/session/session-registry';
import type { Front } from './front';
import type { Claims } from './platform/claims';
import type { SecretMasking } from './platform/known-secrets';
import type { Log } from './platform/log';
import type { Settings } from './platform/settings';
import type { UploadOrigins } from './platform/upload-origins';

/** What every wing is given. Made once by extension.ts, and disposed by it. */
export interface HostServices {
  readonly context: vscode.ExtensionContext;
  /** Where a wing registers what VS Code may call. */
  readonly front: Front;
  /** Calls on a task go with the credential of the task's own profile; tasks are made and listed in the profile in use. */
  readonly client: TaskApi;
  readonly sessions: SessionRegistry;
  /** Keys and tokens are taken out of everything written here (platform/log.ts). */
  readonly log: Log;
  readonly settings: Settings;
  /** For what only one of several windows is to do. */
  readonly claims: Claims;
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
  readonly profiles: ProfileView;
  /** From where the uploads of tasks came. */
  readonly origins: UploadOrigins;
  /** Keeps the values of secrets out of everything that is shown, logged or written. */
  readonly secrets: SecretMasking;
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

/** Which profile a task or a draft has, and its name. Ids are as in HostServices.profileId. */
export interface ProfileView {
  /** The profile that the task was made, listed or opened with; the one in use for a task that nobody has seen yet. */
  readonly of: (taskId: string) => string;
  /** The tasks made or listed with this profile so far, newest knowledge last. */
  readonly tasks: (id: string) => readonly string[];
  /** `id` while there is such a profile, else the one in use. */
  readonly resolve: (id: string | undefined) => string;
  /** The name to show; undefined while there is only one profile, which needs no name. */
  readonly shownName: (id: string) => string | undefined;
  /** A client that makes and lists tasks in this profile, whichever is in use. */
  readonly client: (id: string) => TaskApi;
  /** With which profile's credential the call failed that threw `error`. */
  readonly failedProfile: (error: unknown) => string | undefined;
  /** Profiles, their names or their credentials changed. */
  readonly onDidChange: vscode.Event<unknown>;
}
