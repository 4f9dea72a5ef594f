import { excerptTurn, sizeOf } from './excerpt';
import { indexOfKey } from './keyed-list';
import type { Patch } from './patch';
import type { Transcript, Turn } from './transcript';
import { applyPatches } from './transcript-editor';

/** The end of a conversation, as a view has it. */
export interface TranscriptWindow extends Transcript {
  /** How many turns come before these; absent: none. */
  readonly earlier?: number | undefined;
}

/** How far back one goes: to a turn, or to the turn with this tool call. */
export interface Reach {
  readonly turn?: string | undefined;
  readonly callId?: string | undefined;
}

/** Turns of a first look: what most screens show. More are asked for when they are near. */
const FIRST = 6;
/** Turns of each look further back. */
const MORE = 30;
/** Characters of such a page; the newest turn of it is in it whatever its size. */
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
  return excerptPage(turns, wanted < 0 ? page : Math.min(wanted, page), end);
}

/**
 * The window after `patches`, which were made for the whole conversation. A turn that comes in before the window is not taken in,
 * nor is what happens to it.
 */
export function patchWindow(window: TranscriptWindow, patches: readonly Patch[]): TranscriptWindow {
  const { earlier = 0 } = window;
  if (earlier === 0) return applyPatches(window, patches);
  const within = patches.flatMap((patch): Patch[] => {
    if (patch.op !== 'turn') return [patch];
    const index = patch.index - earlier;
    return index >= 0 || indexOfKey(window.turns, patch.turn.key) >= 0 ? [{ ...patch, index }] : [];
  });
  return { ...applyPatches(window, within), earlier };
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

/** The window without its oldest turns: the newest `count` are left. */
export function withoutOldest(window: TranscriptWindow, count: number): TranscriptWindow {
  const gone = Math.max(0, window.turns.length - count);
  return gone === 0 ? window : { turns: window.turns.slice(gone), earlier: (window.earlier ?? 0) + gone };
}

/** Whether a turn of a view is the one that is asked for. */
export function isReached(turn: Turn, { turn: key, callId }: Reach): boolean {
  if (key !== undefined) return turn.key === key;
  return turn.segments.some((segment) => segment.kind === 'tool' && segment.callId === callId);
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

function excerptPage(turns: readonly Turn[], start: number, end: number): TranscriptWindow {
  return { turns: turns.slice(start, end).map((turn) => excerptTurn(turn)), earlier: start };
}

function sizeOfTurn({ user, segments }: Turn): number {
  return segments.reduce((sum, segment) => sum + sizeOf(segment), user?.text.length ?? 0);
}
