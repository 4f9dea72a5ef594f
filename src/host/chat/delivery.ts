import { systemClock, type Clock, type UploadFile } from '../../core/api';
import { sleep } from '../../core/session/sleep';
import { isFateUnknown } from '../../core/session/was-delivered';
import { StillSending } from './send-ledger';
import type { Attempt } from './sending';

export interface Progress {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

/** One message on its way to the server, over as many attempts as it takes. */
export interface Delivery {
  readonly attempt: Attempt;
  /** Sends it; done when the server has it. */
  send(files: readonly UploadFile[], progress: Progress): Promise<void>;
  /**
   * Whether an earlier attempt arrived after all, and if so takes it as sent; undefined when there is no way to look. Throws when
   * that cannot be told now.
   */
  arrived(): Promise<boolean | undefined>;
}

/**
 * What a look for a message told. `unasked`: the server cannot be asked right now; `unlisted`: not even then; `mistakable`: what it
 * shows may be the same words of another window.
 */
export type Look = 'arrived' | 'absent' | 'unasked' | 'unlisted' | 'mistakable';

/**
 * After these (ms) a message is looked for again: the server may still be busy with a request whose connection was cut, and the
 * network that cut it may be back.
 */
const LOOK_AGAIN_MS = [500, 1_500];

/** Looks for a message, and not only once while it is not seen; `signal` ends the waits. */
export async function lookFor(
  delivery: Pick<Delivery, 'arrived'>,
  clock: Clock = systemClock,
  signal: AbortSignal = new AbortController().signal,
): Promise<Look> {
  let look = await lookOnce(delivery);
  for (const ms of LOOK_AGAIN_MS) {
    if (look !== 'absent' && look !== 'unasked') break;
    await sleep(clock, ms, signal);
    if (signal.aborted) break;
    look = await lookOnce(delivery);
  }
  return look;
}

async function lookOnce(delivery: Pick<Delivery, 'arrived'>): Promise<Look> {
  try {
    const arrived = await delivery.arrived();
    if (arrived === undefined) return 'unlisted';
    return arrived ? 'arrived' : 'absent';
  } catch (error) {
    return error instanceof StillSending ? 'mistakable' : 'unasked';
  }
}

/** No proper answer came to a request that left, and looking for what it should have made found nothing. */
export class UnknownFate extends Error {
  constructor(
    readonly look: Exclude<Look, 'arrived'>,
    cause: unknown,
  ) {
    super('The fate of a message is unknown', { cause });
  }
}

const known: Readonly<Record<Exclude<Look, 'arrived'>, string>> = {
  absent: 'Sigmic does not show it (yet)',
  unasked: 'Sigmic cannot be asked right now',
  mistakable: 'another window is sending the same words right now',
  unlisted: 'tasks that are not shown in the history cannot be looked for',
};

/** An unknown fate in words for people. `look` tells where to see whether a message arrived; `what` happened to it. */
export function doubtWords(
  { look: told }: Pick<UnknownFate, 'look'>,
  look: string,
  what = 'No clear answer came',
): string {
  const rest = told === 'unlisted' ? 'Sent again, it may run twice.' : `${look} before you send it again.`;
  return `${what}, so your message may have arrived; ${known[told]}. ${rest}`;
}

/**
 * Sends by api.md rule 9: what may have arrived is looked for before it is called lost, and before it is sent `again` (which
 * only a person asks for). Throws `UnknownFate`, or what `send` threw when the message certainly did not arrive.
 */
export async function deliver(
  delivery: Pick<Delivery, 'send' | 'arrived'>,
  files: readonly UploadFile[],
  progress: Progress,
  again: boolean,
  clock?: Clock,
): Promise<void> {
  if (again && (await delivery.arrived()) === true) return;
  try {
    await delivery.send(files, progress);
  } catch (error) {
    if (!isFateUnknown(error)) throw error;
    const look = await lookFor(delivery, clock, progress.signal);
    if (look !== 'arrived') throw new UnknownFate(look, error);
  }
}
