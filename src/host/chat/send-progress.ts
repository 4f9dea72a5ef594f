import type { SendProgress as ProgressState } from '../../core/draft-wire';

/** Below this many bytes a send is over before anybody reads about it. */
const WORTH_TELLING = 1024 * 1024;

/** How far a send is, told in steps that can be seen. */
export class SendProgress {
  private current: ProgressState | undefined;

  constructor(private readonly changed: () => void) {}

  get state(): ProgressState | undefined {
    return this.current;
  }

  /** What is told the bytes of one phase. */
  of(phase: ProgressState['phase']): (done: number, total: number) => void {
    let percent = -1;
    return (done, total) => {
      const now = Math.floor((100 * done) / Math.max(total, 1));
      if (total < WORTH_TELLING || now <= percent) return;
      percent = now;
      this.current = { phase, done: Math.min(done, total), total };
      this.changed();
    };
  }

  /** The send is over. */
  end(): void {
    this.current = undefined;
  }
}
