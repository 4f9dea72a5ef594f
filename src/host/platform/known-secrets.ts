import { randomBytes } from 'node:crypto';
import { createMask, type Mask } from '../../core/masking/mask';
import type { SecretValue } from '../../core/masking/secret-forms';

/** How the secrets that this process knows are kept out of sight. */
export interface SecretMasking {
  /** Undefined while there is nothing to mask. */
  readonly mask: Mask | undefined;
  readonly text: (text: string) => string;
  /** Values that are about to be used: masked from now on, for as long as this process lives. */
  know(secrets: Readonly<Record<string, string>>): void;
  /** Calls `listener` with the new mask whenever there are more values than before; returns what ends it. */
  onDidChange(listener: (mask: Mask) => void): () => void;
}

/**
 * All secret values that this process has seen: those that are stored, and those that came with a task. None is forgotten, as a
 * task that got it may tell it at any time.
 */
export class KnownSecrets implements SecretMasking {
  private readonly values = new Map<string, SecretValue>();
  private readonly sealKey = randomBytes(32);
  private readonly listeners = new Set<(mask: Mask) => void>();
  private current: Mask | undefined;

  get mask(): Mask | undefined {
    return this.current;
  }

  readonly text = (text: string): string => this.current?.text(text) ?? text;

  know(secrets: Readonly<Record<string, string>>): void {
    const before = this.values.size;
    for (const [name, value] of Object.entries(secrets))
      if (!this.values.has(value)) this.values.set(value, { name, value });
    if (this.values.size === before) return;
    this.current = createMask([...this.values.values()], this.sealKey);
    if (this.current !== undefined) for (const listener of this.listeners) listener(this.current);
  }

  onDidChange(listener: (mask: Mask) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
