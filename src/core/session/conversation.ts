import type { StreamEvent } from '../api/events';
import { CatchUp } from './catch-up';
import { applyPatches, type Patch } from './patch';
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
  private current: Transcript = emptyTranscript;
  private replay: Replay | undefined;
  private running: { readonly key: string; readonly catchUp: CatchUp } | undefined;

  get transcript(): Transcript {
    return this.current;
  }

  /** A connection begins: the server is about to tell everything again. */
  beginReplay(): void {
    this.replay = new Replay(this.current);
    this.running = undefined;
  }

  /** What the event changed. */
  receive(event: TranscriptEvent): readonly Patch[] {
    if (event.type === 'history_message')
      return this.apply(this.replay?.message(this.current, event.data) ?? []);
    if (event.type === 'history_done') return this.endReplay(event.data.isStreaming);
    // A live event before `history_done`: the server left the end of the history out.
    const late = this.replay === undefined ? [] : this.endReplay(true);
    const turn = this.running && this.turn(this.running.key);
    if (this.running === undefined || turn === undefined) return late;
    return [...late, ...this.apply(this.running.catchUp.next(turn, event))];
  }

  /** Applies patches that do not come from the stream. Gives them back. */
  apply(patches: readonly Patch[]): readonly Patch[] {
    this.current = applyPatches(this.current, patches);
    return patches;
  }

  turn(key: string): Turn | undefined {
    return this.current.turns.findLast((turn) => turn.key === key);
  }

  /** The tools of the turn that runs: the last one, or the one before a message that is being sent. */
  openTools(): readonly ToolSegment[] {
    return this.openTurns().flatMap((turn) =>
      turn.segments.filter((segment): segment is ToolSegment => segment.kind === 'tool'),
    );
  }

  /** Marks the answer to a tool that still waits; nothing when the stream has told its next state meanwhile. */
  setAnswer(callId: string, answer: ToolAnswer | undefined): readonly Patch[] {
    const turn = this.openTurns().find((open) => findTool(open, callId)?.status === 'awaiting_approval');
    const tool = turn && findTool(turn, callId);
    if (turn === undefined || tool === undefined) return [];
    return this.apply([{ op: 'segment', turn: turn.key, segment: { ...tool, answer } }]);
  }

  private openTurns(): readonly Turn[] {
    return this.current.turns.slice(-2).filter((turn) => turn.end === undefined);
  }

  private endReplay(isStreaming: boolean): readonly Patch[] {
    const { patches, running } = this.replay?.done(this.current, isStreaming) ?? {
      patches: [],
      running: undefined,
    };
    this.apply(patches);
    this.replay = undefined;
    const turn = running === undefined ? undefined : this.turn(running);
    this.running = turn && { key: turn.key, catchUp: new CatchUp(turn) };
    return patches;
  }
}
