import * as v from 'valibot';
import type { Memento } from 'vscode';
import type { Logger } from '../../core/api';
import { profilesKey } from './profile-id';

/** What a widget token was made from, to make the next one; its app's secret is not kept. */
const WidgetSchema = v.object({
  appId: v.string(),
  endUserId: v.string(),
  expiresIn: v.optional(v.string()),
});
export type WidgetOrigin = v.InferOutput<typeof WidgetSchema>;

const EntrySchema = v.object({ id: v.string(), name: v.string(), widget: v.optional(WidgetSchema) });
export type IndexEntry = v.InferOutput<typeof EntrySchema>;

const IndexSchema = v.object({
  version: v.literal(1),
  profiles: v.array(EntrySchema),
  /** The profile used last, by origin: a new window begins with it. */
  lastUsed: v.record(v.string(), v.string()),
});
type Index = v.InferOutput<typeof IndexSchema>;

const empty: Index = { version: 1, profiles: [], lastUsed: {} };

/** Names of the profiles, kept for all windows; credentials are kept elsewhere. */
export class ProfileIndex {
  constructor(
    private readonly memento: Pick<Memento, 'get' | 'update'>,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  get entries(): readonly IndexEntry[] {
    return this.read().profiles;
  }

  lastUsed(origin: string): string | undefined {
    return this.read().lastUsed[origin];
  }

  /** Adds a profile, or changes the one of this id. */
  async put(entry: IndexEntry): Promise<void> {
    const index = await this.readForChange();
    const others = index.profiles.filter(({ id }) => id !== entry.id);
    const place = index.profiles.findIndex(({ id }) => id === entry.id);
    const profiles = others.toSpliced(place < 0 ? others.length : place, 0, entry);
    await this.memento.update(profilesKey, { ...index, profiles });
  }

  async remove(id: string): Promise<void> {
    const index = await this.readForChange();
    const profiles = index.profiles.filter((entry) => entry.id !== id);
    await this.memento.update(profilesKey, { ...index, profiles });
  }

  async setLastUsed(origin: string, id: string): Promise<void> {
    const index = await this.readForChange();
    await this.memento.update(profilesKey, { ...index, lastUsed: { ...index.lastUsed, [origin]: id } });
  }

  private read(): Index {
    const parsed = v.safeParse(IndexSchema, this.memento.get(profilesKey) ?? empty);
    return parsed.success ? parsed.output : empty;
  }

  /** What cannot be read (of a newer version, say) is put aside before it is written over. */
  private async readForChange(): Promise<Index> {
    const stored = this.memento.get<unknown>(profilesKey);
    if (stored !== undefined && !v.is(IndexSchema, stored)) {
      this.log.warn('The names of the profiles could not be read; they were set aside.');
      await this.memento.update(`${profilesKey}.setAside`, stored);
    }
    return this.read();
  }
}
