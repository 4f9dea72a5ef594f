/** What the person folded or unfolded, by the key of the part. What nobody touched follows its own default. */
export class Folds {
  readonly #choices: Map<string, boolean>;

  constructor(
    saved: Readonly<Record<string, boolean>>,
    private readonly changed: () => void,
  ) {
    this.#choices = new Map(Object.entries(saved));
  }

  get(key: string): boolean | undefined {
    return this.#choices.get(key);
  }

  set(key: string, open: boolean): void {
    this.#choices.set(key, open);
    this.changed();
  }

  toRecord(): Record<string, boolean> {
    return Object.fromEntries(this.#choices);
  }
}
