import type { Clock } from '../api/clock';

/** Heartbeats come every 15 s (api.md): after this much silence one is missing. */
const HEARTBEAT_MISSED_MS = 20_000;

/** The signs of life of a stream's connections, one after another, and a call when none has come for too long. */
export class Pulse {
  /** When the present connection began or last gave a sign of life; undefined while there is none. */
  private quietSince: number | undefined;
  private alive = false;
  private lastHeard: number | undefined;
  private rung = false;
  private takeBack: (() => void) | undefined;

  /** `onQuiet` is called once for each silence in which a heartbeat went missing. */
  constructor(
    private readonly clock: Clock,
    private readonly onQuiet: () => void,
  ) {}

  /** Whether the present connection gave any sign of life. */
  get heard(): boolean {
    return this.alive;
  }

  /** The last sign of life of any connection (epoch ms). */
  get heardAt(): number | undefined {
    return this.lastHeard;
  }

  /** Whether a heartbeat is overdue. */
  get isQuiet(): boolean {
    return this.quietSince !== undefined && this.clock.now() - this.quietSince >= HEARTBEAT_MISSED_MS;
  }

  /** A connection is being made. */
  begin(): void {
    this.end();
    this.quietSince = this.clock.now();
    this.listen(HEARTBEAT_MISSED_MS);
  }

  /** Bytes have come; true when they are the first ones, or the first after a silence. */
  beat(): boolean {
    const news = !this.alive || this.rung;
    this.quietSince = this.lastHeard = this.clock.now();
    this.alive = true;
    this.rung = false;
    if (this.takeBack === undefined) this.listen(HEARTBEAT_MISSED_MS);
    return news;
  }

  /** The connection is over. */
  end(): void {
    this.takeBack?.();
    this.takeBack = undefined;
    this.quietSince = undefined;
    this.alive = false;
    this.rung = false;
  }

  /** One timer for any number of bytes: when it rings too early it is set anew. */
  private listen(ms: number): void {
    this.takeBack = this.clock.after(ms, () => {
      this.takeBack = undefined;
      const left = (this.quietSince ?? 0) + HEARTBEAT_MISSED_MS - this.clock.now();
      if (left > 0) {
        this.listen(left);
        return;
      }
      this.rung = true;
      this.onQuiet();
    });
  }
}
