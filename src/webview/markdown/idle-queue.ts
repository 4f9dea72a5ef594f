/** Work that may wait: one piece per idle moment, so that a frame is never held up by more than one piece. */
export class IdleQueue {
  readonly #jobs: (() => void)[] = [];
  #scheduled = false;

  constructor(private readonly whenIdle: (run: () => void) => void) {}

  add(job: () => void): void {
    this.#jobs.push(job);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#jobs.length === 0) return;
    this.#scheduled = true;
    this.whenIdle(() => {
      this.#scheduled = false;
      this.#jobs.shift()?.();
      this.#schedule();
    });
  }
}
