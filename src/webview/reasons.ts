/**
 * Why calls are to be rejected, as far as the person has written it, by the id of the call. Kept until it was sent or taken up
 * elsewhere, also while the view is away.
 */
export class Reasons {
  readonly #texts: Map<string, string>;
  readonly #sent = new Set<string>();

  constructor(
    saved: Readonly<Record<string, string>>,
    private readonly changed: () => void,
  ) {
    this.#texts = new Map(Object.entries(saved));
  }

  /** The question is (again) open: what went with an answer that failed may still be changed. */
  reopen(callId: string): string | undefined {
    this.#sent.delete(callId);
    return this.#texts.get(callId);
  }

  /** Undefined when nobody began to write one. */
  get(callId: string): string | undefined {
    return this.#texts.get(callId);
  }

  set(callId: string, text: string): void {
    this.#texts.set(callId, text);
    this.#sent.delete(callId);
    this.changed();
  }

  /** It went to the host with an answer, which may still fail. */
  markSent(callId: string): void {
    this.#sent.add(callId);
  }

  wasSent(callId: string): boolean {
    return this.#sent.has(callId);
  }

  delete(callId: string): void {
    this.#sent.delete(callId);
    if (this.#texts.delete(callId)) this.changed();
  }

  toRecord(): Record<string, string> {
    return Object.fromEntries(this.#texts);
  }
}
