import type { HistoryMessage, SavedToolCall } from '../api/schemas';
import { CatchUp } from './catch-up';
import { closeTurn } from './end-turn';
import { equalJson } from './equal-json';
import { indexOfKey } from './keyed-list';
import { nextSegmentKey, nextTurnKey } from './keys';
import type { Patch } from './patch';
import { applyPatches } from './transcript-editor';
import { reduce, type LiveEvent } from './reducer';
import { containsText, settleText } from './settle-text';
import type { Transcript, Turn, UserMessage } from './transcript';

/**
 * The replayed history of one connection, laid over what is on screen (rules 5 and 7 of api.md): a message finds its turn by
 * the server's id, a turn that was sent or watched here by its text and order. What the turn has stays where it is; what the
 * history has more is added. Telling the history twice changes nothing the second time.
 */
export class Replay {
  private cursor: string | undefined;
  private readonly seen = new Set<string>();
  private readonly byId: ReadonlyMap<string, string>;
  /** Turns that had something on screen before this connection. */
  private readonly watched: ReadonlySet<string>;
  private catchUp: CatchUp | undefined;
  private answered = false;

  constructor(transcript: Transcript) {
    this.byId = new Map(
      transcript.turns.flatMap((turn) => (turn.user?.id === undefined ? [] : [[turn.user.id, turn.key]])),
    );
    this.watched = new Set(transcript.turns.flatMap((turn) => (turn.segments.length > 0 ? [turn.key] : [])));
  }

  /** What one `history_message` changes. */
  message(transcript: Transcript, message: HistoryMessage): readonly Patch[] {
    if (message.id) {
      if (this.seen.has(message.id)) return [];
      this.seen.add(message.id);
    }
    return message.role === 'user' ? this.question(transcript, message) : this.answer(transcript, message);
  }

  /**
   * What `history_done` changes, and the key of the turn that runs now when `isStreaming`. A saved message may be missing for
   * the running turn: then the turn sent from here runs, or one without a question.
   */
  done(
    transcript: Transcript,
    isStreaming: boolean,
  ): { patches: readonly Patch[]; running: string | undefined } {
    if (!isStreaming) return { patches: [], running: undefined };
    const current = this.turn(transcript);
    if (current !== undefined && !this.answered)
      return { patches: this.reopen(current), running: current.key };
    const waiting = transcript.turns
      .slice(this.position(transcript) + 1)
      .find((turn) => turn.end === undefined);
    const finish = current === undefined ? [] : this.finish(current);
    if (waiting !== undefined) return { patches: finish, running: waiting.key };
    const turn: Turn = { key: nextTurnKey(transcript), segments: [] };
    return {
      patches: [...finish, { op: 'turn', index: this.position(transcript) + 1, turn }],
      running: turn.key,
    };
  }

  private question(transcript: Transcript, message: HistoryMessage): readonly Patch[] {
    const finish = this.finish(this.turn(transcript));
    const index = this.position(transcript) + 1;
    const known = this.find(transcript, message, index);
    const user: UserMessage = {
      id: message.id ?? undefined,
      text: message.content,
      attachments: message.attachedFiles.map(({ name, path }) => ({ name, path: path || undefined })),
      createdAt: message.createdAt ?? known?.user?.createdAt,
      delivery: 'sent',
    };
    this.answered = false;
    this.catchUp = undefined;
    this.cursor = known?.key ?? nextTurnKey(transcript);
    if (known === undefined)
      return [...finish, { op: 'turn', index, turn: { key: this.cursor, user, segments: [] } }];
    return equalJson(known.user, user) ? finish : [...finish, { op: 'user', turn: known.key, user }];
  }

  private find(transcript: Transcript, message: HistoryMessage, from: number): Turn | undefined {
    const key = message.id ? this.byId.get(message.id) : undefined;
    if (key !== undefined) return transcript.turns[indexOfKey(transcript.turns, key)];
    const text = message.content.trim();
    return transcript.turns
      .slice(from)
      .find(
        (turn) => turn.user !== undefined && turn.user.id === undefined && turn.user.text.trim() === text,
      );
  }

  private answer(transcript: Transcript, message: HistoryMessage): readonly Patch[] {
    const found = this.turn(transcript);
    const turn = found ?? { key: nextTurnKey(transcript), segments: [] };
    const opened: readonly Patch[] = found === undefined ? [{ op: 'turn', index: 0, turn }] : [];
    this.cursor = turn.key;
    this.answered = true;
    const watched = this.watched.has(turn.key) ? (this.catchUp ??= new CatchUp(turn)) : undefined;
    const worked = eventsOf(message).reduce<{ turn: Turn; patches: readonly Patch[] }>(
      (state, event) =>
        step(state, watched === undefined ? reduce(state.turn, event) : watched.next(state.turn, event)),
      { turn, patches: opened },
    );
    return step(worked, this.text(worked.turn, message.content, watched !== undefined)).patches;
  }

  private text(turn: Turn, content: string, watched: boolean): readonly Patch[] {
    if (content.trim() === '') return [];
    if (watched) return containsText(turn, content) ? [] : settleText(turn, content);
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

  private turn(transcript: Transcript): Turn | undefined {
    return this.cursor === undefined ? undefined : transcript.turns[this.position(transcript)];
  }

  private position(transcript: Transcript): number {
    return this.cursor === undefined ? -1 : indexOfKey(transcript.turns, this.cursor);
  }
}

function step(state: { turn: Turn; patches: readonly Patch[] }, patches: readonly Patch[]): typeof state {
  const turn = applyPatches({ turns: [state.turn] }, patches).turns[0] ?? state.turn;
  return { turn, patches: [...state.patches, ...patches] };
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
