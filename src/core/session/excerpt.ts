import { indexOfKey } from './keyed-list';
import { newestItems } from './agent-window';
import { newestSteps } from './turn-window';
import type { Patch } from './patch';
import { isSettled, type Segment, type SubagentItem, type Transcript, type Turn } from './transcript';

/**
 * A conversation as a view gets it: what is folded away there (results, arguments of calls that are over, thoughts) comes with
 * its first characters and the number of those that are left out (`cut`); the rest is handed out part by part when it is opened.
 */

/** Characters of a text that is folded away: what a view shows of a long text before all of it is asked for. */
const FOLDED = 4_000;
/** The same in a long turn, before its newest parts. */
const FOLDED_EARLIER = 200;
/** Characters of the newest parts of one turn. */
const NEWEST = 200_000;
/** Characters of a part that was opened; an editor shows more. */
const OPENED = 200_000;
/** Objects of so many fields are shown field by field, others as one text. */
const MOST_FIELDS = 30;

/** The turn itself when nothing is left out. Of very many steps it has the newest (turn-window.ts). */
export function excerptTurn(whole: Turn, from?: number): Turn {
  const turn = newestSteps(whole, from);
  const segments = excerptNewest(turn.segments, FOLDED, excerptSegment);
  return segments === turn.segments ? turn : { ...turn, segments };
}

/** The parts, of which the newest have `limit` characters, and those before them fewer; the list itself when nothing is left out. */
function excerptNewest<P extends Segment>(
  parts: readonly P[],
  limit: number,
  excerpt: (part: P, limit: number) => P,
): readonly P[] {
  let size = 0;
  const shorter = parts.toReversed().map((part) => {
    const cut = excerpt(part, size > NEWEST ? FOLDED_EARLIER : limit);
    size += sizeOf(cut);
    return cut;
  });
  shorter.reverse();
  return shorter.every((part, index) => part === parts[index]) ? parts : shorter;
}

/** Segments, or items of a subagent, that come before those that a view has: short, as most of them are only passed by. */
export function excerptEarlier(segments: readonly Segment[]): readonly Segment[] {
  return segments.map((segment) => excerptSegment(segment, FOLDED_EARLIER));
}

/** The patch as it goes to a view. */
export function excerptPatch(patch: Patch): Patch {
  switch (patch.op) {
    case 'turn':
      return { ...patch, turn: excerptTurn(patch.turn) };
    case 'segment':
      return { ...patch, segment: excerptSegment(patch.segment, FOLDED) };
    case 'item':
      return { ...patch, item: excerptItem(patch.item, FOLDED) };
    default:
      return patch;
  }
}

/** What gives a view the part with this key (part-text.ts) whole, or nearly; undefined when there is no such part. */
export function openedPart({ turns }: Transcript, partKey: string): Patch | undefined {
  const [turn = '', key = '', itemKey] = partKey.split('/');
  const segments = turns[indexOfKey(turns, turn)]?.segments ?? [];
  const segment = segments[indexOfKey(segments, key)];
  if (segment === undefined) return undefined;
  if (itemKey === undefined)
    return { op: 'segment', turn, segment: excerptSegment(segment, OPENED), at: indexOfKey(segments, key) };
  if (segment.kind !== 'subagent') return undefined;
  const at = indexOfKey(segment.items, itemKey);
  const item = segment.items[at];
  return item && { op: 'item', turn, key, item: excerptItem(item, OPENED), at };
}

/** About how many characters it has that a view would get. */
export function sizeOf(part: Segment): number {
  switch (part.kind) {
    case 'text':
      return part.text.length;
    case 'thought':
      return part.subject.length + (part.description?.length ?? 0);
    case 'tool':
      return lengthOf(part.args) + lengthOf(part.output);
    case 'subagent':
      return part.items.reduce((sum, item) => sum + sizeOf(item), lengthOf(part.end?.result));
    case 'error':
      return part.message.length;
  }
}

function excerptSegment(segment: Segment, limit: number): Segment {
  if (segment.kind === 'text' || segment.kind === 'error') return segment;
  if (segment.kind !== 'subagent') return excerptItem(segment, limit);
  const agent = newestItems(segment, limit === FOLDED_EARLIER);
  // Its items unfold by themselves.
  const items = excerptNewest(agent.items, Math.min(limit, FOLDED), excerptItem);
  const result = cutValue(agent.end?.result, limit);
  if (result.cut === 0 && items === agent.items) return agent;
  return {
    ...agent,
    items,
    ...(agent.end && result.cut > 0 && { end: { ...agent.end, result: result.value }, cut: result.cut }),
  };
}

function excerptItem<I extends SubagentItem>(item: I, limit: number): I;
function excerptItem(item: SubagentItem, limit: number): SubagentItem {
  if (item.kind === 'thought') {
    const { value: description, cut } = cutText(item.description ?? '', limit);
    return cut === 0 ? item : { ...item, description, cut };
  }
  const output = cutValue(item.output, limit);
  // What waits for an answer, or will, is shown whole: a person decides about it.
  const args = isSettled(item.status) ? cutFields(item.args, limit) : { value: item.args, cut: 0 };
  const cut = output.cut + args.cut;
  return cut === 0 ? item : { ...item, args: args.value, output: output.value, cut };
}

interface Cut<T> {
  readonly value: T;
  readonly cut: number;
}

function cutText(text: string, limit: number): Cut<string> {
  return text.length <= limit
    ? { value: text, cut: 0 }
    : { value: text.slice(0, limit), cut: text.length - limit };
}

function cutValue(value: unknown, limit: number): Cut<unknown> {
  if (typeof value === 'string') return cutText(value, limit);
  if (typeof value !== 'object' || value === null) return { value, cut: 0 };
  const fields = Object.entries(value);
  if (!Array.isArray(value) && fields.length <= MOST_FIELDS)
    return cutEach(value, fields, (field) =>
      typeof field === 'string' ? cutText(field, limit) : cutJson(field, limit),
    );
  return cutJson(value, limit);
}

/** Only strings are cut: what kind of values the fields have tells what a call does. */
function cutFields(args: unknown, limit: number): Cut<unknown> {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return { value: args, cut: 0 };
  return cutEach(args, Object.entries(args), (field) =>
    typeof field === 'string' ? cutText(field, limit) : { value: field, cut: 0 },
  );
}

function cutEach(
  whole: object,
  fields: readonly (readonly [string, unknown])[],
  cutField: (field: unknown) => Cut<unknown>,
): Cut<object> {
  const shorter = fields.map(([name, field]) => [name, cutField(field)] as const);
  const cut = shorter.reduce((sum, [, field]) => sum + field.cut, 0);
  return cut === 0
    ? { value: whole, cut }
    : { value: Object.fromEntries(shorter.map(([name, field]) => [name, field.value])), cut };
}

/** As the text that a view would make of it. */
function cutJson(value: unknown, limit: number): Cut<unknown> {
  if (typeof value !== 'object' || value === null) return { value, cut: 0 };
  const { value: text, cut } = cutText(JSON.stringify(value, undefined, 2), limit);
  return { value: cut === 0 ? value : text, cut };
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 0;
}
