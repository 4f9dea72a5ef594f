import * as v from 'valibot';
import type { Preset, PresetSource } from '../preset-source';

const key = 'sigmic.presets';

const StoredSchema = v.object({
  version: v.literal(1),
  presets: v.array(v.object({ name: v.string(), text: v.string() })),
});

/** System prompts with names, in the global state. What is stored there and cannot be read is set aside, not lost. */
export class Presets implements PresetSource {
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly state: {
      get(key: string): unknown;
      update(key: string, value: unknown): PromiseLike<void>;
    },
  ) {}

  list(): readonly Preset[] {
    return (this.read() ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  /** Keeps `text` as `name`, in the place of another preset of that name. */
  save(name: string, text: string): Promise<void> {
    return this.write([...this.list().filter((preset) => preset.name !== name), { name, text }]);
  }

  rename(before: string, name: string): Promise<void> {
    return this.write(this.list().map((preset) => (preset.name === before ? { ...preset, name } : preset)));
  }

  delete(name: string): Promise<void> {
    return this.write(this.list().filter((preset) => preset.name !== name));
  }

  private async write(presets: readonly Preset[]): Promise<void> {
    if (this.read() === undefined) await this.state.update(`${key}.unreadable`, this.state.get(key));
    await this.state.update(key, { version: 1, presets });
    for (const listener of [...this.listeners]) listener();
  }

  private read(): readonly Preset[] | undefined {
    const stored: unknown = this.state.get(key);
    if (stored === undefined) return [];
    const parsed = v.safeParse(StoredSchema, stored);
    return parsed.success ? parsed.output.presets : undefined;
  }
}
