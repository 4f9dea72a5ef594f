import { newestItems, withItems, withKnownItems } from './agent-window';
import { excerptEarlier, excerptTurn, sizeOf } from './excerpt';
import { indexOfKey } from './keyed-list';
import type { Patch } from './patch';
import type { Segment, SubagentSegment, Transcript, Turn } from './transcript';
import { TranscriptEditor } from './transcript-editor';
import { blockStart, newestSteps, stepOfCall, withSteps, type Steps } from './turn-window';

/** The end of a conversation, as a view has it. */
export interface TranscriptWindow extends Transcript {
  /** How many turns come before these; absent: none. */
  readonly earlier?: number | undefined;
}

/** How far back one goes: to a turn, and to the step of this place in it, or to this tool call. */
export interface Reach {
  readonly turn?: string | undefined;
  readonly step?: number | undefined;
  readonly callId?: string | undefined;
}

/** Turns of a first look: what most screens show. More are asked for when they are near. */
const FIRST = 6;
/** Turns of each look further back. */
const MORE = 30;
/** Steps of each look further back in a long turn. */
const MORE_STEPS = 500;
/** Characters of a page of turns; the newest turn of it is in it whatever its size. */
const PAGE_SIZE = 400_000;

/** What a view shows when it appears. */
export function newestTurns({ turns }: Transcript): TranscriptWindow {
  return excerptPage(turns, pageStart(turns, turns.length, FIRST), turns.length);
}

/**
 * What comes before the turn with the key `before`: a page, or all of it from the turn on that `reach` names. Undefined when there
 * is no such turn, or none before it.
 */
export function earlierTurns(
  { turns }: Transcript,
  before: string,
  reach: Reach = {},
): TranscriptWindow | undefined {
  const end = indexOfKey(turns, before);
  if (end <= 0) return undefined;
  const wanted = positionOf(turns, reach);
  const page = pageStart(turns, end, MORE);
  return excerptPage(turns, wanted < 0 ? page : Math.min(wanted, page), end, reach);
}

/**
 * The steps of a turn, or the items of its subagent with the key `agent`, that come before the one at `before`: a page, or all from
 * the one on that `reach` names. Undefined when there are none, or the call that is asked for is not among them.
 */
export function earlierSteps(
  { turns }: Transcript,
  key: string,
  before: number,
  { step, callId, agent }: Reach & { readonly agent?: string | undefined } = {},
): Steps | undefined {
  const turn = turns[indexOfKey(turns, key)];
  const steps = turn && stepsOf(turn, agent);
  if (turn === undefined || steps === undefined || before <= 0 || before > steps.length) return undefined;
  const wanted = callId === undefined ? (step ?? before) : stepOfCall(turn, callId);
  if (wanted < 0) return undefined;
  const start = Math.max(0, blockStart(Math.min(before - MORE_STEPS, wanted)));
  return { segments: excerptEarlier(steps.slice(start, before)), earlier: start };
}

/** Those of the turn, or of the subagent with this key in it. */
function stepsOf({ segments }: Turn, agent: string | undefined): readonly Segment[] | undefined {
  if (agent === undefined) return segments;
  const segment = segments[indexOfKey(segments, agent)];
  return segment?.kind === 'subagent' ? segment.items : undefined;
}

/**
 * The window after `patches`, which were made for the whole conversation. What comes in before the window, of the conversation or of
 * a long turn, is not taken in, nor is what happens to it.
 */
export function patchWindow(window: TranscriptWindow, patches: readonly Patch[]): TranscriptWindow {
  let { earlier = 0 } = window;
  const editor = new TranscriptEditor(window);
  for (const patch of patches) {
    if (patch.op === 'turn') {
      const index = patch.index - earlier;
      if (index >= 0 || editor.turn(patch.turn.key) !== undefined) editor.apply({ ...patch, index });
      else if (patch.replaces !== true) earlier += 1;
    } else if (patch.op === 'removeTurn' && patch.at !== undefined && patch.at < earlier) earlier -= 1;
    else if (!isBefore(editor.turn(patch.turn), patch)) editor.apply(withKnown(editor, patch));
    else if (patch.op === 'removeSegment') editor.forgetStep(patch.turn);
  }
  return earlier === 0 ? editor.transcript : { ...editor.transcript, earlier };
}

/** Whether it is about a step that a view does not have. */
function isBefore(turn: Turn | undefined, patch: Patch): boolean {
  if (patch.op === 'item')
    return patch.at !== undefined && patch.at < (segmentOf(turn, patch.key)?.earlier ?? 0);
  if (patch.op !== 'segment' && patch.op !== 'removeSegment') return false;
  return patch.at !== undefined && patch.at < (turn?.earlier ?? 0);
}

function segmentOf(turn: Turn | undefined, key: string): SubagentSegment | undefined {
  const segment = turn?.segments[indexOfKey(turn.segments, key)];
  return segment?.kind === 'subagent' ? segment : undefined;
}

function withKnown(editor: TranscriptEditor, patch: Patch): Patch {
  if (patch.op !== 'segment') return patch;
  const known = segmentOf(editor.turn(patch.turn), patch.segment.key);
  return { ...patch, segment: withKnownItems(patch.segment, known) };
}

/** The window with a page before it that was asked for; as it was when the page has come too late. */
export function withEarlier(
  window: TranscriptWindow,
  before: string,
  page: TranscriptWindow,
): TranscriptWindow {
  if (window.turns[0]?.key !== before) return window;
  return { turns: [...page.turns, ...window.turns], earlier: page.earlier };
}

/** The window with a page of steps in the turn with the key `turn` (withSteps), or of items of its subagent with the key `agent`. */
export function withEarlierSteps(
  window: TranscriptWindow,
  turn: string,
  before: number,
  page: Steps,
  agent?: string,
): TranscriptWindow {
  const add = (each: Turn): Turn =>
    agent === undefined
      ? withSteps(each, before, page)
      : withAgents(each, (known) => (known.key === agent ? withItems(known, before, page) : known));
  return withTurns(window, (each) => (each.key === turn ? add(each) : each));
}

/** The window without the oldest steps of long turns and of subagents that did much. */
export function withoutOldestSteps(window: TranscriptWindow): TranscriptWindow {
  return withTurns(window, (turn) => withAgents(newestSteps(turn), (agent) => newestItems(agent)));
}

/** How much is left out of the window: turns, steps and items of subagents. */
export function leftOut({ turns, earlier = 0 }: TranscriptWindow): number {
  let sum = earlier;
  for (const turn of turns) {
    sum += turn.earlier ?? 0;
    for (const segment of turn.segments) if (segment.kind === 'subagent') sum += segment.earlier ?? 0;
  }
  return sum;
}

/** The most steps of the turn, or items of a subagent in it, that a view has. */
export function mostSteps({ segments }: Turn): number {
  let most = segments.length;
  for (const segment of segments)
    if (segment.kind === 'subagent') most = Math.max(most, segment.items.length);
  return most;
}

function withAgents(turn: Turn, change: (agent: SubagentSegment) => SubagentSegment): Turn {
  const segments = turn.segments.map((each) => (each.kind === 'subagent' ? change(each) : each));
  return segments.every((each, index) => each === turn.segments[index]) ? turn : { ...turn, segments };
}

function withTurns(window: TranscriptWindow, change: (turn: Turn) => Turn): TranscriptWindow {
  const turns = window.turns.map(change);
  return turns.every((turn, index) => turn === window.turns[index]) ? window : { ...window, turns };
}

/** The window without its oldest turns: the newest `count` are left. */
export function withoutOldest(window: TranscriptWindow, count: number): TranscriptWindow {
  const gone = Math.max(0, window.turns.length - count);
  return gone === 0 ? window : { turns: window.turns.slice(gone), earlier: (window.earlier ?? 0) + gone };
}

/** Whether a turn of a view is the one that is asked for, and goes back far enough. */
export function isReached(turn: Turn, { turn: key, step = Infinity, callId }: Reach): boolean {
  if (key !== undefined) return turn.key === key && (turn.earlier ?? 0) <= step;
  return callId !== undefined && stepOfCall(turn, callId) >= 0;
}

function positionOf(turns: readonly Turn[], reach: Reach): number {
  if (reach.turn === undefined && reach.callId === undefined) return -1;
  return turns.findLastIndex((turn) => isReached(turn, reach));
}

function pageStart(turns: readonly Turn[], end: number, most: number): number {
  let start = end;
  let size = 0;
  while (start > 0 && end - start < most && size < PAGE_SIZE) {
    start -= 1;
    const turn = turns[start];
    size += turn === undefined ? 0 : sizeOfTurn(excerptTurn(turn));
  }
  return start;
}

function excerptPage(
  turns: readonly Turn[],
  start: number,
  end: number,
  reach: Reach = {},
): TranscriptWindow {
  const page = turns.slice(start, end).map((turn) => excerptTurn(turn, reachedStep(turn, reach)));
  return { turns: page, earlier: start };
}

/** Where in this turn one wants to go. */
function reachedStep(turn: Turn, { turn: key, step, callId }: Reach): number | undefined {
  if (key === turn.key) return step;
  const found = callId === undefined ? -1 : stepOfCall(turn, callId);
  return found < 0 ? undefined : found;
}

function sizeOfTurn({ user, segments }: Turn): number {
  return segments.reduce((sum, segment) => sum + sizeOf(segment), user?.text.length ?? 0);
}
