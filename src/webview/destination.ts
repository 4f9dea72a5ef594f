import type { ToHost } from '../core/protocol';
import { isReached, type Reach, type TranscriptWindow } from '../core/session/transcript-window';
import { stepOfCall } from '../core/session/turn-window';
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
  /** What was asked for to get there. */
  readonly #asked = new Set<string>();

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
    this.#asked.clear();
  }

  forget(): void {
    this.#wanted = undefined;
  }

  /** To be called whenever the screen shows another state. */
  look(transcript: TranscriptWindow, handle: ConversationHandle | undefined): void {
    const wanted = this.#wanted;
    if (wanted === undefined || handle === undefined) return;
    const reach: Reach = 'turn' in wanted ? { turn: wanted.turn, step: wanted.step } : wanted;
    const turn = transcript.turns.findLast((each) => isReached(each, reach));
    if (turn === undefined) {
      for (const message of asksFor(transcript, reach)) this.#ask(message);
      return;
    }
    this.#wanted = undefined;
    handle.show(turn.key, 'turn' in wanted ? wanted.step : stepOfCall(turn, wanted.callId));
    // It is on screen with the frame after this one.
    requestAnimationFrame(() => {
      if ('turn' in wanted) handle.follower.restore(wanted);
      else showTool(wanted.callId, handle.follower);
    });
  }

  #ask(message: ToHost): void {
    const asked = JSON.stringify(message);
    if (!this.#asked.has(asked)) this.post(message);
    this.#asked.add(asked);
  }
}

/** What the host is to tell so that the view has what is to be reached: it may be before the view's turns, or in one of them. */
function asksFor({ turns, earlier = 0 }: TranscriptWindow, { turn: until, step, callId }: Reach): ToHost[] {
  const reach = { ...(step !== undefined && { step }), ...(callId !== undefined && { callId }) };
  const oldest = turns[0]?.key;
  const known = turns.some(({ key }) => key === until);
  return [
    ...turns.flatMap(({ key, earlier: before = 0 }): ToHost[] =>
      before > 0 && (until === undefined || key === until)
        ? [{ type: 'steps', turn: key, before, ...reach }]
        : [],
    ),
    ...(earlier > 0 && oldest !== undefined && !known
      ? [{ type: 'earlier', before: oldest, ...(until !== undefined && { until }), ...reach } as const]
      : []),
  ];
}
