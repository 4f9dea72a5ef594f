import type { Posted, ToView } from '../../core/protocol';
import { mergePatches } from '../../core/session/merge-patches';
import type { Patch } from '../../core/session/patch';
import type { Connection, TaskHead } from '../../core/session/state';
import { TextPlace } from '../../core/text-place';
import { FramePace } from './frame-pace';

export interface FeedUpdate {
  readonly patches: readonly Patch[];
  readonly head?: TaskHead | undefined;
  readonly connection?: Connection | undefined;
}

export interface FeedDeps {
  readonly post: (message: Posted) => void;
  readonly snapshot: () => ToView;
  /** Calls `work` after `ms`, for 0 as soon as what happens now is over; the result takes it back. */
  readonly schedule: (work: () => void, ms: number) => () => void;
  /** Milliseconds of a clock that is never set. */
  readonly now: () => number;
}

/**
 * The road from a session to one view, which may vanish and come back at any time. The view gets a snapshot when it says
 * that it is ready and whenever it is shown again, then the changes, only while it is visible: at once when nothing was posted
 * for a frame, else all of a frame together, shortly before the view draws it.
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
  private readonly place = new TextPlace();
  private readonly pace: FramePace;

  constructor(
    private readonly deps: FeedDeps,
    private visible: boolean,
  ) {
    this.pace = new FramePace(deps.now);
  }

  /** The view has loaded and listens. */
  ready(): void {
    this.loaded = true;
    this.start();
  }

  /** The view tells how long (ms) what was posted waited there for a frame. */
  waited(ms: readonly number[]): void {
    this.pace.learn(ms);
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
    // What the same chunk of a stream tells next comes along.
    this.unschedule ??= this.deps.schedule(() => this.endFrame(), 0);
  }

  /** State of which the snapshot knows too: posted now, or not at all. */
  tell(message: ToView): void {
    if (!this.open) return;
    this.flush();
    this.post(message);
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
    this.post(this.deps.snapshot());
    for (const message of this.waiting.splice(0)) this.post(message);
  }

  private stop(): void {
    this.open = false;
    this.unschedule?.();
    this.unschedule = undefined;
    this.clear();
  }

  private endFrame(): void {
    this.unschedule = undefined;
    if (this.flush()) this.unschedule = this.deps.schedule(() => this.endFrame(), this.pace.untilNext());
  }

  /** Posts what has changed; false when nothing has. */
  private flush(): boolean {
    if (this.patches.length === 0 && this.head === undefined && this.connection === undefined) return false;
    const changes: ToView = {
      type: 'changes',
      patches: mergePatches(this.patches),
      ...(this.head && { head: this.head }),
      ...(this.connection && { connection: this.connection }),
    };
    this.clear();
    this.post(changes);
    return true;
  }

  private post(message: ToView): void {
    this.deps.post(this.place.pack(message));
  }

  private clear(): void {
    this.patches = [];
    this.head = undefined;
    this.connection = undefined;
  }
}
