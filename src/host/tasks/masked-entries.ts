import type { Mask } from '../../core/masking/mask';
import { maskTask } from '../../core/masking/masked-payloads';
import type { TaskEntry } from './task-list';

/** Entries as they may be shown: a secret may have become known after the list came. Each is masked once. */
export class MaskedEntries {
  private masked = new WeakMap<TaskEntry, TaskEntry>();
  private by: Mask | undefined;

  /** `mask`: undefined while there is nothing to mask. */
  constructor(private readonly mask: () => Mask | undefined) {}

  of(entry: TaskEntry): TaskEntry {
    const mask = this.mask();
    if (mask === undefined) return entry;
    if (mask !== this.by) {
      this.by = mask;
      this.masked = new WeakMap();
    }
    const known = this.masked.get(entry);
    if (known !== undefined) return known;
    const fresh = maskEntry(entry, mask);
    this.masked.set(entry, fresh);
    return fresh;
  }
}

function maskEntry({ id, status, task, ...told }: TaskEntry, mask: Mask): TaskEntry {
  return { ...mask.json(told), id, status, ...(task && { task: maskTask(task, mask) }) };
}
