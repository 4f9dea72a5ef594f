import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { setContextKey } from '../platform/context-keys';
import type { Log } from '../platform/log';
import type { Settings } from '../platform/settings';
import type { SignedIn } from '../services';
import { chooseProfile, freeName, nobody } from './choose-profile';
import { CredentialReader, defaultName, type CredentialSource, type StoredProfile } from './credentials';
import { NewestReading } from './newest-reading';
import { defaultId, isStorageKey, newId, storageKey } from './profile-id';
import { ProfileIndex, type IndexEntry } from './profile-index';

type About = Partial<Pick<IndexEntry, 'name' | 'widget'>>;

/** What a reading of the storage has found. */
interface Found {
  readonly origin: string | undefined;
  readonly list: readonly StoredProfile[];
}

const usedHereKey = 'sigmic.profileInUse';
const UsedHereSchema = v.record(v.string(), v.string());

/**
 * The one place that holds keys and tokens: profiles, each a name for one credential (one key is one project). A credential is
 * stored for the origin it was entered for and never handed out for another one. One profile is in use: the one chosen in this
 * window or last; `SIGMIC_API_KEY` of the environment while nobody is signed in.
 */
export class Profiles implements SignedIn, vscode.Disposable {
  private origin_: string | undefined;
  private list: readonly StoredProfile[] = [];
  private inUse: StoredProfile;
  /** What was chosen in this window, by origin. */
  private readonly choices: Map<string, string>;
  /** A key of the environment that was refused, and for which another took its place. */
  private retired: string | undefined;
  private readonly reading: NewestReading<Found>;
  private namesRead: readonly IndexEntry[] = [];
  private readonly index: ProfileIndex;
  private readonly reader: CredentialReader;
  private readonly flipped = new vscode.EventEmitter<boolean>();
  private readonly switched = new vscode.EventEmitter<void>();
  private readonly changed = new vscode.EventEmitter<ReadonlySet<string>>();
  private readonly listening: vscode.Disposable;

  /** Signed in or out. */
  readonly onDidChange = this.flipped.event;
  /** Another credential is in use than before, or none: what was loaded with the old one is no longer right. */
  readonly onDidChangeCredential = this.switched.event;
  /** Anything about any profile; with the ids of those that have another credential than before, or none any more. */
  readonly onDidChangeProfiles = this.changed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly settings: Settings,
    log: Log,
    env: NodeJS.ProcessEnv,
  ) {
    this.index = new ProfileIndex(context.globalState, log);
    this.reader = new CredentialReader(context.secrets, log, {
      value: env['SIGMIC_API_KEY'],
      origin: settings.environmentOrigin,
    });
    this.reading = new NewestReading(
      () => this.read(),
      (found) => this.apply(found),
    );
    const usedHere = v.safeParse(UsedHereSchema, context.workspaceState.get(usedHereKey));
    this.choices = new Map(Object.entries(usedHere.success ? usedHere.output : {}));
    this.origin_ = this.usableOrigin();
    // Until the storage is read, only the choice is known.
    const id = this.choiceFor(this.origin_);
    this.inUse = { ...nobody(this.origin_), ...(id !== undefined && { id }) };
    this.listening = vscode.Disposable.from(
      // Another window signed in or out.
      context.secrets.onDidChange(({ key }) => {
        if (isStorageKey(key)) void this.reading.again();
      }),
      settings.onDidChange(() => void this.reading.again()),
      // Of a new name, other than of a key, no window is told: it looks when the person comes to it.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && !isDeepStrictEqual(this.index.entries, this.namesRead)) void this.reading.again();
      }),
    );
    void this.reading.again();
  }

  get value(): boolean {
    return this.inUse.credential !== undefined;
  }

  get source(): CredentialSource | undefined {
    return this.value ? this.inUse.source : undefined;
  }

  /** The profile in use, with or without a credential. */
  get active(): StoredProfile {
    return this.inUse;
  }

  /** The profiles of the API's origin of now. */
  get all(): readonly StoredProfile[] {
    return this.list;
  }

  get(id: string): StoredProfile | undefined {
    return this.list.find((profile) => profile.id === id);
  }

  /** By id, or by name whatever its case. */
  find(nameOrId: string): StoredProfile | undefined {
    const name = nameOrId.trim().toLowerCase();
    return this.get(nameOrId) ?? this.list.find((profile) => profile.name.toLowerCase() === name);
  }

  /** `id` while there is such a profile, else the one in use. */
  resolve(id: string | undefined): string {
    return id !== undefined && this.get(id) !== undefined ? id : this.inUse.id;
  }

  /** The name to show; undefined while there is only one, which needs no name. */
  shownName(id: string): string | undefined {
    return this.list.length < 2 ? undefined : this.get(this.resolve(id))?.name;
  }

  /** The profile's credential for `origin`; undefined when there is none, or when it is for another one. */
  async credential(origin: string, id: string): Promise<string | undefined> {
    await this.ready();
    return this.origin_ === origin ? this.get(this.resolve(id))?.credential : undefined;
  }

  /** Resolves when the storage has been read. */
  async ready(): Promise<void> {
    await this.reading.ready();
  }

  /** Where a credential entered now is for. Throws SigmicError('invalid') while the address of the API cannot be used. */
  origin(): string {
    return new URL(this.settings.apiUrl()).origin;
  }

  /** The profile that keeps a credential entered for nobody in particular: the one in use, when it is stored at all. */
  get target(): string {
    const { id, source } = this.inUse;
    if (source === 'stored' && id !== '') return id;
    const first = defaultId(this.origin());
    return this.get(first)?.credential === undefined ? first : newId(this.origin());
  }

  /** The id of a profile that is about to be made. */
  nextId(): string {
    return newId(this.origin());
  }

  /** Keeps `credential` in the profile. What is known about it may come along. */
  async store(id: string, credential: string, about: About = {}): Promise<void> {
    const { name = this.get(id)?.name, widget } = about;
    const isNew = name === undefined && id !== defaultId(this.origin());
    if (isNew || about.name !== undefined || widget !== undefined || this.get(id)?.widget !== undefined) {
      const shown = name ?? (isNew ? freeName(this.list) : defaultName);
      await this.index.put({ id, name: shown, ...(widget && { widget }) });
    }
    await this.context.secrets.store(storageKey(id), credential);
    await this.reading.again();
  }

  /** The environment's key was refused and another takes its place: it is not used any more, until VS Code starts anew. */
  retireEnvironment(): void {
    this.retired = this.list.find(({ source }) => source === 'environment')?.credential;
  }

  /** Uses a profile in this window from now on, and in windows to come. */
  async use(id: string): Promise<void> {
    const origin = this.origin();
    this.choices.set(origin, id);
    await this.context.workspaceState.update(usedHereKey, Object.fromEntries(this.choices));
    await this.index.setLastUsed(origin, id);
    await this.reading.again();
  }

  async rename(id: string, name: string): Promise<void> {
    const { widget } = this.get(id) ?? {};
    await this.index.put({ id, name, ...(widget && { widget }) });
    await this.reading.again();
  }

  /** Forgets the stored credential; the environment's stays: it is not ours to forget. */
  async forget(id: string): Promise<void> {
    await this.context.secrets.delete(storageKey(id));
    await this.reading.again();
  }

  /** Forgets the profile with its credential. */
  async remove(id: string): Promise<void> {
    await this.index.remove(id);
    await this.forget(id);
  }

  dispose(): void {
    vscode.Disposable.from(this.listening, this.flipped, this.switched, this.changed).dispose();
  }

  private async read(): Promise<Found> {
    const origin = this.usableOrigin();
    this.namesRead = this.index.entries;
    return { origin, list: await this.reader.read(origin, this.namesRead) };
  }

  private apply({ origin, list }: Found): void {
    const before = { list: this.list, inUse: this.inUse };
    this.origin_ = origin;
    this.list = list.filter(({ source, credential }) => source === 'stored' || credential !== this.retired);
    this.inUse = chooseProfile(origin, this.list, this.choiceFor(origin));
    const { inUse } = this;
    // Another window's choice is for windows to come, not for this one.
    if (origin !== undefined && inUse.credential !== undefined && inUse.source === 'stored')
      this.choices.set(origin, inUse.id);
    setContextKey(this.context, 'sigmic.signedIn', this.value);
    setContextKey(this.context, 'sigmic.signedOut', !this.value);
    const differs = before.inUse.id !== inUse.id || before.inUse.credential !== inUse.credential;
    if (differs) this.switched.fire();
    this.changed.fire(changedCredentials(before.list, this.list));
    const was = before.inUse.credential !== undefined;
    if (was !== this.value) this.flipped.fire(this.value);
  }

  private choiceFor(origin: string | undefined): string | undefined {
    return origin === undefined ? undefined : (this.choices.get(origin) ?? this.index.lastUsed(origin));
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

function changedCredentials(
  before: readonly StoredProfile[],
  after: readonly StoredProfile[],
): ReadonlySet<string> {
  const credentialIn = (list: readonly StoredProfile[], id: string): string | undefined =>
    list.find((profile) => profile.id === id)?.credential;
  const ids = [...before, ...after].map(({ id }) => id);
  return new Set(ids.filter((id) => credentialIn(before, id) !== credentialIn(after, id)));
}
