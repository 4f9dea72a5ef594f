/** Work that may wait: one step per idle moment, so that a frame is never held up by more than one. */
export class IdleQueue {
  readonly #jobs: Iterator<void>[] = [];
  #scheduled = false;

  constructor(private readonly whenIdle: (run: () => void) => void) {}

  /** Does all steps of `job`, after those of the jobs before. */
  add(job: Iterator<void>): void {
    this.#jobs.push(job);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#jobs.length === 0) return;
    this.#scheduled = true;
    this.whenIdle(() => {
      this.#scheduled = false;
      if (this.#jobs[0]?.next().done !== false) this.#jobs.shift();
      this.#schedule();
    });
  }
}
