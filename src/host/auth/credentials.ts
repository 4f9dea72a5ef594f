import type * as vscode from 'vscode';
import { checkCredential } from '../../core/api';
import type { Log } from '../platform/log';
import { defaultId, environmentId, isFor, storageKey } from './profile-id';
import type { IndexEntry, WidgetOrigin } from './profile-index';

export type CredentialSource = 'stored' | 'environment';

/** A profile as it was read last: a name for one credential, and the credential when there is one. */
export interface StoredProfile {
  readonly id: string;
  readonly name: string;
  readonly source: CredentialSource;
  readonly credential: string | undefined;
  /** Of a profile that was made with a widget token. */
  readonly widget: WidgetOrigin | undefined;
}

export const defaultName = 'Default';
const environmentName = 'SIGMIC_API_KEY';

/** What the environment says of a credential. */
export interface EnvironmentKey {
  readonly value: string | undefined;
  /** The only origin it may go to; undefined: none. */
  readonly origin: string | undefined;
}

/** Reads the profiles of one origin from where their credentials are kept; the default one first, the environment's last. */
export class CredentialReader {
  /** What was said of the environment's key already. */
  private readonly told = new Set<string>();

  constructor(
    private readonly secrets: Pick<vscode.SecretStorage, 'get'>,
    private readonly log: Log,
    private readonly environmentKey: EnvironmentKey,
  ) {}

  /** `origin` is undefined while the address of the API cannot be used: then nothing stored is read. */
  async read(origin: string | undefined, index: readonly IndexEntry[]): Promise<readonly StoredProfile[]> {
    const environment = this.environment(origin);
    if (origin === undefined) return environment;
    const named = index.filter(({ id }) => isFor(origin, id) && id !== environmentId(origin));
    const first = named.find(({ id }) => id === defaultId(origin));
    const others = named.filter((entry) => entry !== first);
    const stored = await Promise.all(
      [first ?? { id: defaultId(origin), name: defaultName }, ...others].map(
        async (entry): Promise<StoredProfile> => ({
          id: entry.id,
          name: entry.name,
          source: 'stored',
          credential: await this.readSecret(entry.id),
          widget: entry.widget,
        }),
      ),
    );
    // Nobody has made the default profile while it has neither a name nor a key.
    const made = stored.filter(({ id, credential }) => id !== defaultId(origin) || first || credential);
    return [...made, ...environment];
  }

  private environment(origin: string | undefined): readonly StoredProfile[] {
    const credential = this.environmentKey.value?.trim() ?? '';
    if (credential === '') return [];
    if (checkCredential(credential) === undefined) {
      this.tell('SIGMIC_API_KEY in the environment is neither a key nor a token; it is not used.');
      return [];
    }
    if (origin !== undefined && origin !== this.environmentKey.origin) {
      const own = this.environmentKey.origin ?? 'no usable address: see SIGMIC_API_URL';
      this.tell(`SIGMIC_API_KEY in the environment is for ${own}; it is not used for ${origin}.`);
      return [];
    }
    const id = environmentId(origin ?? '');
    return [{ id, name: environmentName, source: 'environment', credential, widget: undefined }];
  }

  private tell(words: string): void {
    if (!this.told.has(words)) this.log.warn(words);
    this.told.add(words);
  }

  /** A system without a working keyring must not keep the environment's key from serving. */
  private async readSecret(id: string): Promise<string | undefined> {
    try {
      return await this.secrets.get(storageKey(id));
    } catch (error) {
      this.log.error('The stored key could not be read.', error);
      return undefined;
    }
  }
}
