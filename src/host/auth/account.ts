import * as vscode from 'vscode';
import { checkCredential } from '../../core/api';
import { setContextKey } from '../platform/context-keys';
import type { Log } from '../platform/log';
import type { Settings } from '../platform/settings';
import type { SignedIn } from '../services';

export type CredentialSource = 'stored' | 'environment';

const storagePrefix = 'sigmic.credential:';

interface Credential {
  readonly origin: string | undefined;
  readonly value: string;
  readonly source: CredentialSource;
}

/**
 * The one place that holds the key or token. It is stored for the origin it was entered for, and never handed out for
 * another one; while none is stored, `SIGMIC_API_KEY` of the environment serves.
 */
export class Account implements SignedIn, vscode.Disposable {
  private known: Credential | undefined;
  private loading: Promise<void> | undefined;
  private readonly secrets: vscode.SecretStorage;
  private readonly flipped = new vscode.EventEmitter<boolean>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;

  /** Signed in or out. */
  readonly onDidChange = this.flipped.event;
  /** Another credential than before, one for another origin, or none: what was loaded with the old one is no longer right. */
  readonly onDidChangeCredential = this.changed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly settings: Settings,
    private readonly log: Log,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.secrets = context.secrets;
    this.listening = vscode.Disposable.from(
      // Another window signed in or out.
      this.secrets.onDidChange(({ key }) => {
        if (key.startsWith(storagePrefix)) void this.reload();
      }),
      settings.onDidChange(() => void this.reload()),
    );
    void this.reload();
  }

  get value(): boolean {
    return this.known !== undefined;
  }

  /** See HostServices.profileId: the key's origin, with a mark when it is the environment's. */
  get profileId(): string {
    const origin = this.known?.origin ?? this.usableOrigin() ?? '';
    return this.source === 'environment' ? `${origin}#environment` : origin;
  }

  get source(): CredentialSource | undefined {
    return this.known?.source;
  }

  /** The credential for `origin`; undefined when there is none, or when it is for another one. */
  async credential(origin: string): Promise<string | undefined> {
    await this.ready();
    return this.known?.origin === origin ? this.known.value : undefined;
  }

  /** The credential for the API's origin of now. */
  async inUse(): Promise<string | undefined> {
    await this.ready();
    return this.known?.value;
  }

  /** Resolves when the storage has been read. */
  async ready(): Promise<void> {
    await (this.loading ?? this.reload());
  }

  /** Where a credential entered now is for. Throws SigmicError('invalid') while the address of the API cannot be used. */
  origin(): string {
    return new URL(this.settings.apiUrl()).origin;
  }

  /** Keeps `credential` for `origin`, the one it was entered for. */
  async store(origin: string, credential: string): Promise<void> {
    await this.secrets.store(storageKey(origin), credential);
    await this.reload();
  }

  /**
   * Forgets the stored credential of the origin of now. The environment's stays in use: it is not ours to forget. Throws
   * SigmicError('invalid') while the address of the API cannot be used.
   */
  async forget(): Promise<void> {
    await this.secrets.delete(storageKey(this.origin()));
    await this.reload();
  }

  dispose(): void {
    vscode.Disposable.from(this.listening, this.flipped, this.changed).dispose();
  }

  private reload(): Promise<void> {
    const reading = this.read().then((found) => {
      // Only the newest reading counts: an older one may tell what was before.
      if (this.loading === reading) this.apply(found);
    });
    this.loading = reading;
    return reading;
  }

  private async read(): Promise<Credential | undefined> {
    const origin = this.usableOrigin();
    const stored = origin === undefined ? undefined : await this.readSecret(storageKey(origin));
    if (stored !== undefined) return { origin, value: stored, source: 'stored' };
    const given = this.env['SIGMIC_API_KEY']?.trim() ?? '';
    if (given === '') return undefined;
    if (checkCredential(given) !== undefined) return { origin, value: given, source: 'environment' };
    this.log.warn('SIGMIC_API_KEY in the environment is neither a key nor a token; it is not used.');
    return undefined;
  }

  /** A system without a working keyring must not keep the environment's key from serving. */
  private async readSecret(key: string): Promise<string | undefined> {
    try {
      return await this.secrets.get(key);
    } catch (error) {
      this.log.error('The stored key could not be read.', error);
      return undefined;
    }
  }

  private apply(found: Credential | undefined): void {
    const before = this.known;
    this.known = found;
    setContextKey(this.context, 'sigmic.signedIn', found !== undefined);
    const same = (['origin', 'value', 'source'] as const).every((part) => before?.[part] === found?.[part]);
    if (!same) this.changed.fire();
    if ((before === undefined) !== (found === undefined)) this.flipped.fire(found !== undefined);
  }

  /** Undefined while the address of the API cannot be used. */
  private usableOrigin(): string | undefined {
    try {
      return this.origin();
    } catch {
      return undefined;
    }
  }
}

function storageKey(origin: string): string {
  return `${storagePrefix}${origin}`;
}
