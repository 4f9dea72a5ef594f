import type { ToHost } from '../core/protocol';
import { isReached, type Reach, type TranscriptWindow } from '../core/session/transcript-window';
import type { ConversationHandle } from './components/conversation';
import { showTool } from './reveal';
import type { ScrollPlace } from './scroll-follower';

/** A tool call that is to be shown, or the place where the person was. */
export type Wanted = { readonly callId: string } | ScrollPlace;

/**
 * Where the view is to go: at once when the turn is there, or as soon as it has come. The person who goes somewhere else meanwhile
 * is left alone.
 */
export class Destination {
  #wanted: Wanted | undefined;
  /** The oldest turn before which was asked for. */
  #askedBefore: string | undefined;

  constructor(private readonly post: (message: ToHost) => void) {}

  /** Whether it is still to be gone to. */
  get isAhead(): boolean {
    return this.#wanted !== undefined;
  }

  /** The place that was not found yet. */
  get place(): ScrollPlace | undefined {
    return this.#wanted !== undefined && 'turn' in this.#wanted ? this.#wanted : undefined;
  }

  go(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#askedBefore = undefined;
  }

  forget(): void {
    this.#wanted = undefined;
  }

  /** To be called whenever the screen shows another state. */
  look(transcript: TranscriptWindow, handle: ConversationHandle | undefined): void {
    const wanted = this.#wanted;
    if (wanted === undefined || handle === undefined) return;
    const reach: Reach = 'turn' in wanted ? { turn: wanted.turn } : wanted;
    const turn = transcript.turns.findLast((each) => isReached(each, reach));
    if (turn === undefined) {
      this.#ask(transcript, reach);
      return;
    }
    this.#wanted = undefined;
    handle.showTurn(turn.key);
    // It is on screen with the frame after this one.
    requestAnimationFrame(() => {
      if ('turn' in wanted) handle.follower.restore(wanted);
      else showTool(wanted.callId, handle.follower);
    });
  }

  #ask({ turns, earlier = 0 }: TranscriptWindow, { turn, callId }: Reach): void {
    const before = turns[0]?.key;
    if (earlier === 0 || before === undefined || before === this.#askedBefore) return;
    this.#askedBefore = before;
    this.post({
      type: 'earlier',
      before,
      ...(turn !== undefined && { until: turn }),
      ...(callId !== undefined && { callId }),
    });
  }
}
