import type { StreamEvent } from '../api/events';
import type { HistoryMessage } from '../api/schemas';
import { CatchUp } from './catch-up';
import { equalJson } from './equal-json';
import { indexOfKey } from './keyed-list';
import type { Patch } from './patch';
import { TranscriptEditor } from './transcript-editor';
import { OpenQuestions, openTurns } from './open-questions';
import { findTool } from './reducer';
import { Replay } from './replay';
import { emptyTranscript, type ToolAnswer, type ToolSegment, type Transcript, type Turn } from './transcript';

/** Events that change a transcript. */
export type TranscriptEvent = Exclude<StreamEvent, { type: 'status' }>;

/**
 * A transcript and how far the present connection has told it: history first, then the running turn again, then live. No I/O:
 * events go in, patches come out, already applied here.
 */
export class Conversation {
  private readonly editor = new TranscriptEditor(emptyTranscript);
  private replay: Replay | undefined;
  /** The first message that the present connection told. */
  private firstTold: HistoryMessage | undefined;
  private readonly open = new OpenQuestions(() => this.editor.turns);
  private running: { readonly key: string; readonly catchUp: CatchUp } | undefined;

  get transcript(): Transcript {
    return this.editor.transcript;
  }

  /** The turns as they are now, for a look: they may change later. */
  get turns(): readonly Turn[] {
    return this.editor.turns;
  }

  /** A connection begins: the server is about to tell everything again. */
  beginReplay(): void {
    this.replay = new Replay(this);
    this.firstTold = undefined;
    this.running = undefined;
  }

  /** What the event changed. */
  receive(event: TranscriptEvent): readonly Patch[] {
    if (event.type === 'history_message') return this.receiveMessage(event.data);
    if (event.type === 'history_done') return this.endReplay(event.data.isStreaming);
    // A live event before `history_done`: the server left the end of the history out.
    const late = this.replay === undefined ? [] : this.endReplay(true);
    if (this.running === undefined) return late;
    const turn = this.editor.turn(this.running.key);
    if (turn === undefined) return late;
    const patches = this.apply(this.running.catchUp.next(turn, event));
    return late.length === 0 ? patches : [...late, ...patches];
  }

  /** Applies patches that do not come from the stream. Gives them back with their places. */
  apply(patches: readonly Patch[]): readonly Patch[] {
    const applied = patches.map((patch) => this.editor.apply(patch));
    for (const patch of applied) this.open.note(patch);
    return applied;
  }

  turn(key: string): Turn | undefined {
    const { turns } = this.transcript;
    return turns[indexOfKey(turns, key)];
  }

  /** The tools that wait for an answer, in order. */
  get waiting(): readonly ToolSegment[] {
    return this.open.tools;
  }

  /** How many these are: asked after every event. */
  get waitingCount(): number {
    return this.open.count;
  }

  /** Marks the answer to a tool that still waits; nothing when the stream has told its next state meanwhile. */
  setAnswer(callId: string, answer: ToolAnswer | undefined): readonly Patch[] {
    const turn = openTurns(this.turns).find((open) => findTool(open, callId)?.status === 'awaiting_approval');
    const tool = turn && findTool(turn, callId);
    if (turn === undefined || tool === undefined) return [];
    return this.apply([{ op: 'segment', turn: turn.key, segment: { ...tool, answer } }]);
  }

  private receiveMessage(message: HistoryMessage): readonly Patch[] {
    // Everything told again on the same connection, from the first message on; any other one in between would have no place.
    if (this.replay === undefined && equalJson(message, this.firstTold)) this.beginReplay();
    this.firstTold ??= message;
    return this.replay?.message(message) ?? [];
  }

  private endReplay(isStreaming: boolean): readonly Patch[] {
    const { patches = [], running } = this.replay?.done(isStreaming) ?? {};
    this.replay = undefined;
    const turn = running === undefined ? undefined : this.editor.turn(running);
    this.running = turn && { key: turn.key, catchUp: new CatchUp(turn) };
    return patches;
  }
}
