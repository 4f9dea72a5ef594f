/** What is read again and again, each time from its beginning: only the newest reading counts, and everybody waits for that one. */
export class NewestReading<T> {
  private reading: Promise<void> | undefined;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly apply: (found: T) => void,
  ) {}

  /** Reads anew; what is being read already may tell what was before. Resolves as `ready` does. */
  again(): Promise<void> {
    const reading: Promise<void> = this.read().then((found) => {
      if (this.reading === reading) this.apply(found);
    });
    this.reading = reading;
    return this.ready();
  }

  /** Resolves when what is known is the newest; reads it if nobody has. */
  async ready(): Promise<void> {
    if (this.reading === undefined) return this.again();
    let awaited: Promise<void> | undefined;
    while (awaited !== this.reading) {
      awaited = this.reading;
      await awaited;
    }
  }
}
