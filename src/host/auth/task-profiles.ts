import * as v from 'valibot';
import type { Memento } from 'vscode';

const key = 'sigmic.taskProfiles';
/** Tasks remembered for one profile; older ones are found again when they are listed. */
const most = 500;
const saveMs = 1000;

const StoredSchema = v.record(v.string(), v.array(v.string()));

/** Which profile each task was seen with, over restarts: by that profile's credential it is asked for. */
export class TaskProfiles {
  private readonly byTask = new Map<string, string>();
  private saving: NodeJS.Timeout | undefined;

  constructor(private readonly memento: Pick<Memento, 'get' | 'update'>) {
    for (const [profile, tasks] of Object.entries(this.stored()))
      for (const task of tasks) this.byTask.set(task, profile);
  }

  get(taskId: string): string | undefined {
    return this.byTask.get(taskId);
  }

  /** The tasks seen with this profile, newest last. */
  of(profileId: string): readonly string[] {
    return [...this.byTask].flatMap(([task, profile]) => (profile === profileId ? [task] : []));
  }

  /** The tasks were made or listed with this profile. */
  set(taskIds: readonly string[], profileId: string): void {
    const news = taskIds.filter((id) => this.byTask.get(id) !== profileId);
    if (news.length === 0) return;
    for (const id of news) {
      // Newest last.
      this.byTask.delete(id);
      this.byTask.set(id, profileId);
    }
    this.saving ??= setTimeout(() => this.save(), saveMs);
  }

  /** The profile is gone. */
  forget(profileId: string): void {
    for (const [task, profile] of [...this.byTask]) if (profile === profileId) this.byTask.delete(task);
    this.save([profileId]);
  }

  /** Saves what is not saved yet. */
  dispose(): void {
    if (this.saving !== undefined) this.save();
  }

  private stored(): v.InferOutput<typeof StoredSchema> {
    const parsed = v.safeParse(StoredSchema, this.memento.get<unknown>(key) ?? {});
    return parsed.success ? parsed.output : {};
  }

  /** Other windows may have saved theirs since this one read. */
  private save(gone: readonly string[] = []): void {
    clearTimeout(this.saving);
    this.saving = undefined;
    const raw = this.memento.get<unknown>(key);
    // What cannot be read (of a newer version, say) is put aside before it is written over.
    if (raw !== undefined && !v.is(StoredSchema, raw)) void this.memento.update(`${key}.setAside`, raw);
    const merged = new Map<string, string>();
    for (const [profile, tasks] of Object.entries(this.stored()))
      if (!gone.includes(profile)) for (const task of tasks) merged.set(task, profile);
    for (const [task, profile] of this.byTask) {
      merged.delete(task);
      merged.set(task, profile);
    }
    const tasksOf: Record<string, string[]> = {};
    for (const [task, profile] of merged) (tasksOf[profile] ??= []).push(task);
    for (const [profile, tasks] of Object.entries(tasksOf)) tasksOf[profile] = tasks.slice(-most);
    void this.memento.update(key, tasksOf);
  }
}
