interface Ending {
  dispose(): unknown;
}

/** All that a window does not need to start: loaded and wired by the first call that needs it. */
export class Rest {
  private loading: Promise<void> | undefined;
  private wired: Ending | undefined;
  private disposed = false;

  constructor(
    private readonly wire: () => Promise<Ending>,
    /** Tells the person, once however many calls wait. */
    private readonly tellFailure: (error: unknown) => void,
  ) {}

  /** Resolves when it is there. Rejects when it cannot be had, after the person was told; the next call tries again. */
  load(): Promise<void> {
    this.loading ??= this.start().catch((error: unknown) => {
      this.loading = undefined;
      this.tellFailure(error);
      throw error;
    });
    return this.loading;
  }

  dispose(): void {
    this.disposed = true;
    this.wired?.dispose();
  }

  private async start(): Promise<void> {
    const wired = await this.wire();
    if (this.disposed) wired.dispose();
    else this.wired = wired;
  }
}
