import { tokenEnd, type Clock } from '../../core/api';

/** How long before its end a token is spoken of; half of what is left of a shorter one. */
const AHEAD_MS = 5 * 60_000;
/** This computer's clock may be ahead of the server's. */
const GRACE_MS = 60_000;
/** The longest wait that a timer knows. */
const LONGEST_MS = 2 ** 31 - 1;

interface Watched {
  readonly end: number;
  readonly warnAt: number;
  warned: boolean;
  told: boolean;
}

export interface TokenWatchDeps {
  readonly clock: Clock;
  readonly profiles: () => readonly { readonly id: string; readonly credential: string | undefined }[];
  /** The token will end soon. */
  readonly ending: (profileId: string) => void;
  readonly ended: (profileId: string) => void;
}

/** Tells, once for each token, that it is about to end and that it has ended. One timer, and none while there is no token. */
export class TokenWatch {
  private readonly watched = new Map<string, Watched>();
  private takeBack: (() => void) | undefined;

  constructor(private readonly deps: TokenWatchDeps) {}

  /** To be called whenever the profiles may have changed. */
  update(): void {
    this.takeBack?.();
    this.takeBack = undefined;
    const now = this.deps.clock.now();
    const present = new Set<string>();
    let next = Infinity;
    for (const { id, credential } of this.deps.profiles()) {
      const token = credential === undefined ? undefined : this.look(credential, now);
      if (credential === undefined || token === undefined) continue;
      present.add(credential);
      this.speak(id, token, now);
      next = Math.min(next, upcoming(token));
    }
    for (const credential of this.watched.keys())
      if (!present.has(credential)) this.watched.delete(credential);
    if (next === Infinity) return;
    const ms = Math.min(Math.max(next - now, 0), LONGEST_MS);
    this.takeBack = this.deps.clock.after(ms, () => this.update());
  }

  dispose(): void {
    this.takeBack?.();
  }

  private look(credential: string, now: number): Watched | undefined {
    const end = tokenEnd(credential);
    if (end === undefined) return undefined;
    const known = this.watched.get(credential);
    if (known !== undefined) return known;
    const left = Math.max(end - now, 0);
    const token = { end, warnAt: end - Math.min(AHEAD_MS, left / 2), warned: false, told: false };
    this.watched.set(credential, token);
    return token;
  }

  private speak(id: string, token: Watched, now: number): void {
    if (!token.warned && now >= token.warnAt) {
      token.warned = true;
      // After a sleep the end may have passed: then that is what there is to say.
      if (now < token.end) this.deps.ending(id);
    }
    if (!token.told && now >= token.end + GRACE_MS) {
      token.told = true;
      this.deps.ended(id);
    }
  }
}

function upcoming({ warned, warnAt, told, end }: Watched): number {
  if (!warned) return warnAt;
  return told ? Infinity : end + GRACE_MS;
}
