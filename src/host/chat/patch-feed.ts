import type { ToView } from '../../core/protocol';
import { mergePatches } from '../../core/session/merge-patches';
import type { Patch } from '../../core/session/patch';
import type { Connection, TaskHead } from '../../core/session/state';

/** One frame: what happens within it is posted together. */
const FRAME_MS = 16;

export interface FeedUpdate {
  readonly patches: readonly Patch[];
  readonly head?: TaskHead | undefined;
  readonly connection?: Connection | undefined;
}

export interface FeedDeps {
  readonly post: (message: ToView) => void;
  readonly snapshot: () => ToView;
  /** Calls `work` after `ms`; the result takes it back. */
  readonly schedule: (work: () => void, ms: number) => () => void;
}

/**
 * The road from a session to one view, which may vanish and come back at any time. The view gets a snapshot when it says
 * that it is ready and whenever it is shown again, then the changes, a frame's worth at a time, only while it is visible.
 * Deeds that must reach it (`sent`, `draft` ...) wait until it can take them, and follow the snapshot.
 */
export class PatchFeed {
  private loaded = false;
  private open = false;
  private patches: Patch[] = [];
  private head: TaskHead | undefined;
  private connection: Connection | undefined;
  private unschedule: (() => void) | undefined;
  private waiting: ToView[] = [];

  constructor(
    private readonly deps: FeedDeps,
    private visible: boolean,
  ) {}

  /** The view has loaded and listens. */
  ready(): void {
    this.loaded = true;
    this.start();
  }

  /** The view was shown or hidden. A hidden one is gone (it is not retained) and is told nothing. */
  setVisible(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    if (visible) this.start();
    else this.stop();
  }

  /** What the session tells. Dropped while nobody looks: the next snapshot has it. */
  push(update: FeedUpdate): void {
    if (!this.open) return;
    this.patches.push(...update.patches);
    this.head = update.head ?? this.head;
    this.connection = update.connection ?? this.connection;
    this.unschedule ??= this.deps.schedule(() => this.flush(), FRAME_MS);
  }

  /** State of which the snapshot knows too: posted now, or not at all. */
  tell(message: ToView): void {
    if (!this.open) return;
    this.flush();
    this.deps.post(message);
  }

  /** Something that happens once: posted now, or after the next snapshot. */
  deliver(message: ToView): void {
    if (this.open) {
      this.tell(message);
      return;
    }
    // A draft that was sent before the view could show it is not to be filled in any more.
    if (message.type === 'sent') this.waiting = this.waiting.filter((other) => other.type !== 'draft');
    this.waiting.push(message);
  }

  /** Starts over with a snapshot, for when the whole state changed (a draft became a task). */
  restart(): void {
    this.stop();
    this.start();
  }

  dispose(): void {
    this.stop();
    this.loaded = false;
    this.waiting = [];
  }

  private start(): void {
    if (!this.loaded || !this.visible) return;
    this.stop();
    this.open = true;
    this.deps.post(this.deps.snapshot());
    for (const message of this.waiting.splice(0)) this.deps.post(message);
  }

  private stop(): void {
    this.open = false;
    this.unschedule?.();
    this.clear();
  }

  private flush(): void {
    if (this.unschedule === undefined) return;
    this.unschedule();
    const changes: ToView = {
      type: 'changes',
      patches: mergePatches(this.patches),
      ...(this.head && { head: this.head }),
      ...(this.connection && { connection: this.connection }),
    };
    this.clear();
    this.deps.post(changes);
  }

  private clear(): void {
    this.unschedule = undefined;
    this.patches = [];
    this.head = undefined;
    this.connection = undefined;
  }
}
