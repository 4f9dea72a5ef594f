/** One step of a scripted turn. */
export type ScriptStep =
  /** An event, sent exactly as given (hostile ones too); only the envelope shape applies. */
  | { event: string; data: unknown }
  /** Bytes put on the wire without a frame. */
  | { raw: string }
  /** Asks for approval of a made-up tool call and waits; the answer's state and result follow by themselves. */
  | { approval: { callId: string; toolName: string; args?: object } }
  /** Waits until the test opens the gate of this name. */
  | { gate: string }
  /** What is saved as the assistant's text in place of the deltas put together. */
  | { saved: string }
  /** Ends the run as failed. */
  | { fail: string };

export interface Script {
  readonly pattern: RegExp;
  readonly steps: readonly ScriptStep[];
}

/** Scripts by the messages that set them off, and the gates at which they wait. */
export class Scripts {
  private scripts: Script[] = [];
  private readonly openGates = new Set<string>();
  private readonly waiting = new Map<string, Set<() => void>>();

  /** The newest script that fits a message is played instead of the agent's rules, every time. */
  add(pattern: RegExp, steps: readonly ScriptStep[]): void {
    this.scripts.unshift({ pattern, steps });
  }

  take(message: string): Script | undefined {
    return this.scripts.find(({ pattern }) => message.search(pattern) >= 0);
  }

  clear(): void {
    this.scripts = [];
    this.openGates.clear();
  }

  /** Opens a gate for all who wait at it or will come to it. */
  openGate(name: string): void {
    this.openGates.add(name);
    for (const go of this.waiting.get(name) ?? []) go();
    this.waiting.delete(name);
  }

  async atGate(name: string, signal: AbortSignal): Promise<void> {
    if (this.openGates.has(name)) return;
    signal.throwIfAborted();
    const waiters = this.waiting.get(name) ?? new Set();
    this.waiting.set(name, waiters);
    await new Promise<void>((resolve) => {
      const go = (): void => {
        signal.removeEventListener('abort', go);
        resolve();
      };
      waiters.add(go);
      signal.addEventListener('abort', go);
    });
    signal.throwIfAborted();
  }
}
