/** Work that may wait: one step per idle moment, so that a frame is never held up by more than one. */
export class IdleWork {
  readonly #jobs: Iterator<void>[] = [];
  #scheduled = false;

  constructor(private readonly whenIdle: (run: () => void) => void) {}

  /** Does all steps of `job`, before those of the jobs that were there: what came last is what the person looks at. */
  add(job: Iterator<void>): void {
    this.#jobs.push(job);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#jobs.length === 0) return;
    this.#scheduled = true;
    this.whenIdle(() => {
      this.#scheduled = false;
      const newest = this.#jobs.at(-1);
      if (newest?.next().done !== false) this.#jobs.pop();
      this.#schedule();
    });
  }
}
