import type { HistoryMessage, SavedToolCall } from '../api/schemas';
import { CatchUp } from './catch-up';
import { closeTurn } from './end-turn';
import { equalJson } from './equal-json';
import { indexOfKey } from './keyed-list';
import { nextSegmentKey, nextTurnKey } from './keys';
import type { Patch } from './patch';
import { reduce, type LiveEvent } from './reducer';
import { settleText, WatchedText } from './settle-text';
import type { Turn, UserMessage } from './transcript';

/** What is on screen. */
export interface OnScreen {
  /** As it is now, for a look: it may change later. */
  readonly turns: readonly Turn[];
  /** Changes it. Gives the patches back with their places. */
  apply(patches: readonly Patch[]): readonly Patch[];
}

/**
 * The replayed history of one connection, laid over what is on screen (rules 5 and 7 of api.md): a message finds its turn by
 * the server's id, a turn that was sent or watched here by its text and order. What the turn has stays where it is; what the
 * history has more is added. Telling the history twice changes nothing the second time. Every change is applied at once, and told.
 */
export class Replay {
  private cursor: string | undefined;
  private readonly seen = new Set<string>();
  private readonly byId: ReadonlyMap<string, string>;
  /** Turns that had something on screen before this connection. */
  private readonly watched: ReadonlySet<string>;
  private catchUp: CatchUp | undefined;
  /** What the turn says, until that changes: one turn may have been saved as thousands of messages. */
  private said: WatchedText | undefined;
  private answered = false;

  constructor(private readonly screen: OnScreen) {
    const { turns } = screen;
    this.byId = new Map(
      turns.flatMap((turn) => (turn.user?.id === undefined ? [] : [[turn.user.id, turn.key]])),
    );
    this.watched = new Set(turns.flatMap((turn) => (turn.segments.length > 0 ? [turn.key] : [])));
  }

  /** What one `history_message` changes. */
  message(message: HistoryMessage): readonly Patch[] {
    if (message.id) {
      if (this.seen.has(message.id)) return [];
      this.seen.add(message.id);
    }
    return message.role === 'user' ? this.screen.apply(this.question(message)) : this.answer(message);
  }

  /**
   * What `history_done` changes, and the key of the turn that runs now when `isStreaming`. A saved message may be missing for
   * the running turn: then the turn sent from here runs, or one without a question.
   */
  done(isStreaming: boolean): { patches: readonly Patch[]; running: string | undefined } {
    if (!isStreaming) return { patches: [], running: undefined };
    const { turns } = this.screen;
    const current = this.turn();
    if (current !== undefined && !this.answered)
      return { patches: this.screen.apply(this.reopen(current)), running: current.key };
    const index = this.position() + 1;
    const waiting = turns.find((turn, at) => at >= index && turn.end === undefined);
    const finish = current === undefined ? [] : this.finish(current);
    if (waiting !== undefined) return { patches: this.screen.apply(finish), running: waiting.key };
    const turn: Turn = { key: nextTurnKey(turns), segments: [] };
    return {
      patches: this.screen.apply([...finish, { op: 'turn', index, turn }]),
      running: turn.key,
    };
  }

  private question(message: HistoryMessage): readonly Patch[] {
    const finish = this.finish(this.turn());
    const index = this.position() + 1;
    const known = this.find(message, index);
    const user: UserMessage = {
      id: message.id ?? undefined,
      text: message.content,
      attachments: message.attachedFiles.map(({ name, path }) => ({ name, path: path || undefined })),
      createdAt: message.createdAt ?? known?.user?.createdAt,
      delivery: 'sent',
    };
    this.answered = false;
    this.catchUp = undefined;
    this.said = undefined;
    this.cursor = known?.key ?? nextTurnKey(this.screen.turns);
    if (known === undefined)
      return [...finish, { op: 'turn', index, turn: { key: this.cursor, user, segments: [] } }];
    return equalJson(known.user, user) ? finish : [...finish, { op: 'user', turn: known.key, user }];
  }

  private find(message: HistoryMessage, from: number): Turn | undefined {
    const { turns } = this.screen;
    const key = message.id ? this.byId.get(message.id) : undefined;
    if (key !== undefined) return turns[indexOfKey(turns, key)];
    const text = message.content.trim();
    for (let index = from; index < turns.length; index += 1) {
      const user = turns[index]?.user;
      if (user !== undefined && user.id === undefined && user.text.trim() === text) return turns[index];
    }
    return undefined;
  }

  private answer(message: HistoryMessage): readonly Patch[] {
    const { screen } = this;
    const found = this.turn();
    const first = found ?? { key: nextTurnKey(screen.turns), segments: [] };
    const told: Patch[][] = [];
    const change = (patches: readonly Patch[]): void => {
      if (patches.some(changesText)) this.said = undefined;
      told.push([...screen.apply(patches)]);
    };
    if (found === undefined) change([{ op: 'turn', index: 0, turn: first }]);
    this.cursor = first.key;
    this.answered = true;
    const watched = this.watched.has(first.key) ? (this.catchUp ??= new CatchUp(first)) : undefined;
    const turn = (): Turn => this.turn() ?? first;
    for (const event of eventsOf(message))
      change(watched === undefined ? reduce(turn(), event) : watched.next(turn(), event));
    change(this.text(turn(), message.content, watched !== undefined));
    return told.flat();
  }

  private text(turn: Turn, content: string, watched: boolean): readonly Patch[] {
    if (content.trim() === '') return [];
    if (watched) {
      this.said ??= new WatchedText(turn);
      return this.said.contains(content) ? [] : settleText(turn, content);
    }
    const key = nextSegmentKey(turn, 'text');
    return [{ op: 'segment', turn: turn.key, segment: { kind: 'text', key, text: content } }];
  }

  /** The server went on: a turn before the last one has ended, whatever we saw of it. */
  private finish(turn: Turn | undefined): readonly Patch[] {
    return turn === undefined || turn.end !== undefined ? [] : closeTurn(turn, { kind: 'completed' });
  }

  private reopen(turn: Turn): readonly Patch[] {
    return turn.end === undefined ? [] : [{ op: 'end', turn: turn.key, end: undefined }];
  }

  private turn(): Turn | undefined {
    return this.cursor === undefined ? undefined : this.screen.turns[this.position()];
  }

  private position(): number {
    return this.cursor === undefined ? -1 : indexOfKey(this.screen.turns, this.cursor);
  }
}

function changesText(patch: Patch): boolean {
  return patch.op === 'segment' ? patch.segment.kind === 'text' : patch.op !== 'item' && patch.op !== 'end';
}

/** A saved message's thoughts and tools as the events they once were. */
export function eventsOf({
  thoughts,
  toolCalls,
}: Pick<HistoryMessage, 'thoughts' | 'toolCalls'>): LiveEvent[] {
  return [
    ...thoughts.map((data): LiveEvent => ({ type: 'thought', data })),
    ...toolCalls.flatMap((call) => toolEvents(call)),
  ];
}

function toolEvents(call: SavedToolCall): LiveEvent[] {
  const { callId, toolName, status, args, seal, output, result, error } = call;
  const started: LiveEvent = { type: 'tool_call', data: { callId, toolName, status, args, seal } };
  const hasOutput = output !== undefined || result !== undefined || error !== undefined;
  return hasOutput
    ? [started, { type: 'tool_result', data: { callId, status, output, result, error } }]
    : [started];
}
