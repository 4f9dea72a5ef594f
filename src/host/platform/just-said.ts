/** So long (ms) the same words are one piece of news, of which several parts heard at once. */
const AGAIN_MS = 3_000;

/** Tells words that were said a moment ago from those that are to be said. */
export class JustSaid {
  private readonly saidAt = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Whether these words are to be said now; then they count as said. */
  isNews(words: string): boolean {
    const now = this.now();
    for (const [said, at] of this.saidAt) if (now - at >= AGAIN_MS) this.saidAt.delete(said);
    if (this.saidAt.has(words)) return false;
    this.saidAt.set(words, now);
    return true;
  }

  /** The person has read them, and wants to hear them again at once. */
  forget(words: string): void {
    this.saidAt.delete(words);
  }
}
