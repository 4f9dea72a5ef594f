import { indexOfKey } from './keyed-list';
import type { Patch } from './patch';
import { isWaiting, type Segment, type ToolSegment, type Turn } from './transcript';

/**
 * The tools that wait for an answer in the turn that runs. Asked after every event of a turn that may have thousands of calls: these
 * are looked through only when a patch puts or ends whole turns.
 */
export class OpenQuestions {
  /** Keys of waiting tools by that of their turn; undefined: to be looked for. */
  private keys: Map<string, Set<string>> | undefined;
  private found: readonly ToolSegment[] | undefined;

  /** `turns`: as they are whenever it is called. */
  constructor(private readonly turns: () => readonly Turn[]) {}

  get count(): number {
    return openTurns(this.turns()).reduce((sum, turn) => sum + (this.keysOf(turn)?.size ?? 0), 0);
  }

  /** In the order of the conversation. */
  get tools(): readonly ToolSegment[] {
    this.found ??= openTurns(this.turns()).flatMap((turn) => {
      const at = [...(this.keysOf(turn) ?? [])].map((key) => indexOfKey(turn.segments, key));
      return at.sort((one, other) => one - other).flatMap((index) => toolAt(turn, index));
    });
    return this.found;
  }

  /** Something has changed. */
  note(patch: Patch): void {
    if (patch.op === 'text' || patch.op === 'item' || patch.op === 'user') return;
    if (patch.op !== 'segment') {
      this.keys = undefined;
      this.found = undefined;
      return;
    }
    const { key } = patch.segment;
    const keys = this.keys?.get(patch.turn);
    if (isWaitingTool(patch.segment)) keys?.add(key);
    else if (keys?.delete(key) !== true) return;
    this.found = undefined;
  }

  private keysOf(turn: Turn): ReadonlySet<string> | undefined {
    this.keys ??= new Map(
      openTurns(this.turns()).map((open) => [
        open.key,
        new Set(open.segments.filter(isWaitingTool).map(({ key }) => key)),
      ]),
    );
    return this.keys.get(turn.key);
  }
}

/** The last turn, and the one before a message that is being sent, while they have not ended. */
export function openTurns(turns: readonly Turn[]): readonly Turn[] {
  return turns.slice(-2).filter((turn) => turn.end === undefined);
}

function toolAt({ segments }: Turn, index: number): readonly ToolSegment[] {
  const segment = segments[index];
  return segment !== undefined && isWaitingTool(segment) ? [segment] : [];
}

function isWaitingTool(segment: Segment): segment is ToolSegment {
  return segment.kind === 'tool' && isWaiting(segment);
}
