import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { SigmicError } from '../../core/api';
import type { SecretMasking } from '../platform/known-secrets';
import type { HostServices } from '../services';
import type { TaskVariables, VariableSetView, VariableSource } from '../variable-source';
import { readSecrets, readSets, writeSets, type Entry, type VariableSet } from './stored-sets';

const prefix = 'sigmic.variables:';
/** For what is not ours to read: out of the way, and still there. */
const aside = 'sigmic.unreadable:';

export interface Variable {
  readonly name: string;
  readonly kind: 'env' | 'secret';
  readonly value: string;
}

interface Deps {
  readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>;
  readonly masking: SecretMasking;
  readonly log: Pick<HostServices['log'], 'warn'>;
}

/**
 * The named sets of variables, a list for each profile. Plain values and all names are in the global state, values of secrets in
 * the secret storage only, as one entry for each set. A name is in a set once, as a secret or not.
 */
export class VariableSets implements VariableSource, vscode.Disposable {
  private readonly listeners = new Set<() => void>();
  private readonly listening: vscode.Disposable;
  /** One change after the other: each reads what the one before has written. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: Deps) {
    // Another window has other values: they are masked here too.
    this.listening = deps.context.secrets.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) void this.know(key);
    });
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  /** Makes all stored secrets known, so that they are masked. Never throws. */
  async load(): Promise<void> {
    const { globalState } = this.deps.context;
    const profiles = globalState.keys().filter((key) => key.startsWith(prefix));
    const keys = profiles.flatMap((key) =>
      this.read(key.slice(prefix.length)).map(({ id }) => secretKey(key.slice(prefix.length), id)),
    );
    await Promise.all(keys.map((key) => this.know(key)));
  }

  sets(profileId: string): readonly VariableSet[] {
    return this.read(profileId).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  list(profileId: string): readonly VariableSetView[] {
    return this.sets(profileId).map(({ name, env, secrets }) => ({
      name,
      env: env.map(([each]) => each),
      secrets,
    }));
  }

  async values(profileId: string, name: string): Promise<TaskVariables> {
    const set = this.read(profileId).find((each) => each.name === name);
    if (set === undefined) {
      throw new SigmicError(
        'invalid',
        `There is no set of variables "${name}" any more. Choose another one.`,
        {
          code: 'NO_SUCH_SET',
          sent: false,
        },
      );
    }
    const known = new Map(await this.secretsOf(profileId, set.id));
    const lost = set.secrets.filter((each) => !known.has(each));
    if (lost.length > 0) {
      throw new SigmicError(
        'invalid',
        `The values of ${lost.join(', ')} in the set "${name}" are gone from the secret storage. Enter them again with "Sigmic: Manage Variables".`,
        { code: 'SECRET_LOST', sent: false },
      );
    }
    const secrets = set.secrets.map((each): Entry => [each, known.get(each) ?? '']);
    return { env: Object.fromEntries(set.env), secrets: Object.fromEntries(secrets) };
  }

  /** The name must not be taken. */
  create(profileId: string, name: string): Promise<VariableSet> {
    const set: VariableSet = { id: randomUUID(), name, env: [], secrets: [] };
    return this.change(profileId, (sets) => [...sets, set]).then(() => set);
  }

  rename(profileId: string, id: string, name: string): Promise<void> {
    return this.changeSet(profileId, id, (set) => ({ ...set, name }));
  }

  /** Puts variables into a set, in the place of those that have their names. */
  put(profileId: string, id: string, variables: readonly Variable[]): Promise<void> {
    const put = new Map(variables.map((variable) => [variable.name, variable]));
    return this.replace(profileId, id, new Set(put.keys()), [...put.values()]);
  }

  remove(profileId: string, id: string, name: string): Promise<void> {
    return this.replace(profileId, id, new Set([name]), []);
  }

  delete(profileId: string, id: string): Promise<void> {
    return this.change(
      profileId,
      (sets) => sets.filter((set) => set.id !== id),
      () => this.storeSecrets(profileId, id, []),
    );
  }

  /** Also the values of secrets. */
  forget(profileId: string): Promise<void> {
    const sets = this.read(profileId);
    return this.change(
      profileId,
      () => [],
      async () => {
        for (const { id } of sets) await this.storeSecrets(profileId, id, []);
      },
    );
  }

  dispose(): void {
    this.listening.dispose();
    this.listeners.clear();
  }

  /** Takes the variables with these names out of a set, and puts others in. */
  private replace(
    profileId: string,
    id: string,
    gone: ReadonlySet<string>,
    variables: readonly Variable[],
  ): Promise<void> {
    const entries = (kind: Variable['kind']): Entry[] =>
      variables.flatMap((each) => (each.kind === kind ? [[each.name, each.value] as const] : []));
    const secrets = entries('secret');
    return this.changeSet(
      profileId,
      id,
      (set) => ({
        ...set,
        env: [...set.env.filter(([name]) => !gone.has(name)), ...entries('env')],
        secrets: [...set.secrets.filter((name) => !gone.has(name)), ...secrets.map(([name]) => name)],
      }),
      async () => {
        const others = (await this.secretsOf(profileId, id)).filter(([name]) => !gone.has(name));
        await this.storeSecrets(profileId, id, [...others, ...secrets]);
      },
    );
  }

  private changeSet(
    profileId: string,
    id: string,
    update: (set: VariableSet) => VariableSet,
    values?: () => PromiseLike<void>,
  ): Promise<void> {
    return this.change(profileId, (sets) => sets.map((set) => (set.id === id ? update(set) : set)), values);
  }

  /** Values first: a set never names a secret of which nothing was stored. */
  private change(
    profileId: string,
    update: (sets: readonly VariableSet[]) => readonly VariableSet[],
    values: () => PromiseLike<void> = () => Promise.resolve(),
  ): Promise<void> {
    const { globalState } = this.deps.context;
    const key = prefix + profileId;
    const work = this.last.then(async () => {
      await values();
      const stored: unknown = globalState.get(key);
      if (readSets(stored) === undefined) await globalState.update(aside + key, stored);
      await globalState.update(key, writeSets(update(this.read(profileId))));
      for (const listener of [...this.listeners]) listener();
    });
    this.last = work.catch(() => undefined);
    return work;
  }

  private read(profileId: string): readonly VariableSet[] {
    const sets = readSets(this.deps.context.globalState.get(prefix + profileId));
    if (sets === undefined)
      this.deps.log.warn('Stored sets of variables could not be read and are left alone.');
    return sets ?? [];
  }

  private async secretsOf(profileId: string, id: string): Promise<readonly Entry[]> {
    const entries = readSecrets(await this.deps.context.secrets.get(secretKey(profileId, id)));
    if (entries === undefined) this.deps.log.warn('Stored values of a set of variables could not be read.');
    return entries ?? [];
  }

  private async storeSecrets(profileId: string, id: string, entries: readonly Entry[]): Promise<void> {
    this.deps.masking.know(Object.fromEntries(entries));
    const { secrets } = this.deps.context;
    if (entries.length > 0) await secrets.store(secretKey(profileId, id), JSON.stringify(entries));
    else await secrets.delete(secretKey(profileId, id));
  }

  private async know(key: string): Promise<void> {
    try {
      const entries = readSecrets(await this.deps.context.secrets.get(key));
      this.deps.masking.know(Object.fromEntries(entries ?? []));
    } catch (error) {
      this.deps.log.warn(`Stored secrets could not be read, so they cannot be masked: ${String(error)}`);
    }
  }
}

function secretKey(profileId: string, id: string): string {
  return `${prefix}${profileId}:${id}`;
}
