import { excerptPatch } from '../../core/session/excerpt';
import type { FeedUpdate, PatchFeed } from './patch-feed';

/** How often is counted what came, in milliseconds. */
const TICK_MS = 100;
/** More patches than this in a tick are a history that is being told, not an agent at work. */
const FLOOD = 400;
/** In a flood the view sees where things are after so many ticks, and when it is over. */
const PATIENCE = 10;

export interface FloodGateDeps {
  readonly feed: Pick<PatchFeed, 'push' | 'restart'>;
  /** Calls `work` after `ms`; the result takes it back. */
  readonly schedule: (work: () => void, ms: number) => () => void;
}

/**
 * Between a session and the feed of a view: what changes goes on as the view gets it (session/excerpt.ts). Of a flood nothing
 * does; the view, which shows the end of the conversation anyway, gets that when it is over.
 */
export class FloodGate {
  private count = 0;
  private isFlooded = false;
  private ticks = 0;
  private unschedule: (() => void) | undefined;

  constructor(private readonly deps: FloodGateDeps) {}

  push(update: FeedUpdate): void {
    this.count += update.patches.length;
    this.unschedule ??= this.deps.schedule(() => this.tick(), TICK_MS);
    if (this.count > FLOOD) this.isFlooded = true;
    if (!this.isFlooded) this.deps.feed.push({ ...update, patches: update.patches.map(excerptPatch) });
  }

  dispose(): void {
    this.unschedule?.();
  }

  private tick(): void {
    const goesOn = this.count > FLOOD;
    this.count = 0;
    this.ticks += 1;
    this.unschedule = undefined;
    if (!this.isFlooded) return;
    if (goesOn) this.unschedule = this.deps.schedule(() => this.tick(), TICK_MS);
    else this.isFlooded = false;
    if (goesOn && this.ticks % PATIENCE !== 0) return;
    this.deps.feed.restart();
  }
}
