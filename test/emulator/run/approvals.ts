export type Outcome = 'proceed_once' | 'proceed_always' | 'cancel';

export interface PendingApproval {
  readonly callId: string;
  readonly toolName: string;
  readonly args: unknown;
}

/** Tells one of the three outcomes from any other value. */
export function isOutcome(value: unknown): value is Outcome {
  return value === 'proceed_once' || value === 'proceed_always' || value === 'cancel';
}

/** The tool calls of one turn that wait for an answer. */
export class Approvals {
  private readonly waiting = new Map<string, { call: PendingApproval; answer: (outcome: Outcome) => void }>();

  get pending(): PendingApproval[] {
    return [...this.waiting.values()].map(({ call }) => call);
  }

  /** Resolves when the call is answered; an aborted run counts as a rejection. */
  async ask(call: PendingApproval, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted) return 'cancel';
    return new Promise((resolve) => {
      const settle = (outcome: Outcome): void => {
        this.waiting.delete(call.callId);
        signal.removeEventListener('abort', abandon);
        resolve(outcome);
      };
      const abandon = (): void => settle('cancel');
      signal.addEventListener('abort', abandon);
      this.waiting.set(call.callId, { call, answer: settle });
    });
  }

  /** False when no such call waits: unknown, or answered before. `proceed_always` answers its likes too. */
  answer(callId: string, outcome: Outcome): boolean {
    const asked = this.waiting.get(callId);
    if (asked === undefined) return false;
    asked.answer(outcome);
    if (outcome !== 'proceed_always') return true;
    for (const other of [...this.waiting.values()]) {
      if (other.call.toolName === asked.call.toolName) other.answer('proceed_once');
    }
    return true;
  }
}
