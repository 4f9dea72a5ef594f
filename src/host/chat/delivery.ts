import type { UploadFile } from '../../core/api';
import { isFateUnknown } from '../../core/session/was-delivered';

export interface Progress {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

/** One message on its way to the server, over as many attempts as it takes. */
export interface Delivery {
  /** Sends it; done when the server has it. */
  send(files: readonly UploadFile[], progress: Progress): Promise<void>;
  /** Whether an earlier attempt arrived after all, and if so takes it as sent. Throws when that cannot be told. */
  arrived(): Promise<boolean>;
}

/** No proper answer came to a request that left, and looking for what it should have made found nothing. */
export class UnknownFate extends Error {
  constructor(
    readonly looked: boolean,
    cause: unknown,
  ) {
    super('The fate of a message is unknown', { cause });
  }
}

/** An unknown fate in words for people. `look` tells where to see whether a message arrived. */
export function doubtWords({ looked }: UnknownFate, look: string): string {
  const known = looked ? 'Sigmic does not show it (yet)' : 'Sigmic cannot be asked right now';
  return `No clear answer came, so your message may have arrived; ${known}. ${look} before you send it again.`;
}

/**
 * Sends by api.md rule 9: what may have arrived is looked for before it is called lost, and before it is sent `again` (which
 * only a person asks for). Throws `UnknownFate`, or what `send` threw when the message certainly did not arrive.
 */
export async function deliver(
  delivery: Delivery,
  files: readonly UploadFile[],
  progress: Progress,
  again: boolean,
): Promise<void> {
  if (again && (await delivery.arrived())) return;
  try {
    await delivery.send(files, progress);
  } catch (error) {
    if (!isFateUnknown(error)) throw error;
    const arrived = await delivery.arrived().catch(() => undefined);
    if (arrived === true) return;
    throw new UnknownFate(arrived === false, error);
  }
}
