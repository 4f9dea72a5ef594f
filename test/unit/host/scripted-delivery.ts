import { SigmicError, type UploadFile } from '../../../src/core/api';
import type { Attachment } from '../../../src/host/attachment';
import type { Delivery } from '../../../src/host/chat/delivery';
import { fastClock } from '../session/fast-clock';

/** Seconds of waiting take milliseconds. */
export const hasty = fastClock(1000);
export const lost = new SigmicError('network', 'reset', { sent: true });
export const refused = new SigmicError('network', 'refused', { sent: false, code: 'ECONNREFUSED' });

export function attachment(name: string, source = name, size = 3): Attachment {
  const save = () => Promise.resolve({ kind: 'test' });
  return { source, name, size, open: (as) => Promise.resolve(file(as, size)), save };
}

export function file(name: string, size = 3): UploadFile {
  return { name, size, source: new Blob(['abc']) };
}

export const attempt = { kind: 'task' as const, id: 'a', sentAt: 0, known: [] };

/** Plays outcomes in order: an error is thrown, anything else is the answer. */
export class ScriptedDelivery implements Delivery {
  readonly calls: string[] = [];
  readonly attempt = attempt;

  constructor(
    private readonly sends: (SigmicError | undefined)[],
    private readonly looks: (boolean | 'no way' | SigmicError)[] = [],
  ) {}

  send(files: readonly UploadFile[]): Promise<void> {
    this.calls.push(`send ${files.map(({ name }) => name).join()}`.trim());
    const outcome = this.sends.shift();
    return outcome === undefined ? Promise.resolve() : Promise.reject(outcome);
  }

  willLook(outcome: boolean): void {
    this.looks.push(outcome);
  }

  arrived(): Promise<boolean | undefined> {
    this.calls.push('look');
    const outcome = this.looks.shift() ?? false;
    if (outcome === 'no way') return Promise.resolve(undefined);
    return typeof outcome === 'boolean' ? Promise.resolve(outcome) : Promise.reject(outcome);
  }
}
