import type { Rest } from './rest';

/** Where one thing will be that VS Code calls. What VS Code is given from the start asks here for it. */
export class Place<T> {
  private held: T | undefined;

  constructor(
    private readonly rest: Pick<Rest, 'load'>,
    private readonly what: string,
  ) {}

  /** What is there, as far as it has been loaded. */
  get now(): T | undefined {
    return this.held;
  }

  /** Loads what is not there yet. Rejects when that fails, after the person was told. */
  async get(): Promise<T> {
    await this.rest.load();
    if (this.held === undefined) throw new Error(`There is nothing that answers for ${this.what}.`);
    return this.held;
  }

  /** Puts `value` there, until the answer is disposed. */
  fill(value: T): { dispose(): void } {
    this.held = value;
    return {
      dispose: () => {
        if (this.held === value) this.held = undefined;
      },
    };
  }
}
