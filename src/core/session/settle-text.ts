import { nextSegmentKey } from './keys';
import type { Patch } from './patch';
import type { TextSegment, Turn } from './transcript';

/**
 * Rule 3 of api.md: what to do when the server says, after the fact, what the answer was (`finalResponse`, or the saved
 * message of a turn that was watched). White space does not count. Nothing the agent said before its last tool is lost.
 *
 * - there is no text yet: the final response is the text;
 * - it is all of the text, or the text after the last tool, or how the text ends: leave it;
 * - the text says it more than once (a closing event repeated everything): keep it once;
 * - it goes on where the text stops (the end came while we were away): append the rest;
 * - otherwise it replaces the text after the last tool.
 */
export function settleText(turn: Turn, final: string): readonly Patch[] {
  const wanted = squeeze(final);
  if (wanted === '') return [];
  const lastTool = turn.segments.findLastIndex(
    (segment) => segment.kind === 'tool' || segment.kind === 'subagent',
  );
  const texts = turn.segments.filter((segment): segment is TextSegment => segment.kind === 'text');
  const tail = turn.segments
    .slice(lastTool + 1)
    .filter((segment): segment is TextSegment => segment.kind === 'text');
  const all = textOf(texts);
  const after = textOf(tail);
  const squeezed = squeeze(all);

  if (squeezed === '') return replaceTail(turn, tail, final);
  const repeats = surplus(squeezed, squeeze(after), wanted);
  if (repeats > 0) return cutEnd(turn, texts, repeats);
  if (squeezed.endsWith(wanted)) return [];
  const rest = continuation(final, all) ?? continuation(final, after);
  if (rest !== undefined) return append(turn, rest);
  const before = all.slice(0, all.length - after.length);
  return replaceTail(turn, tail, continuation(final, before) ?? final);
}

/** The text of a turn that was watched, in which saved messages are looked for. */
export class WatchedText {
  readonly #all: string;
  readonly #squeezed: string;

  constructor(turn: Turn) {
    this.#all = textOf(turn.segments.filter((segment): segment is TextSegment => segment.kind === 'text'));
    this.#squeezed = squeeze(this.#all);
  }

  contains(saved: string): boolean {
    return this.#all === saved || this.#squeezed.includes(squeeze(saved));
  }
}

function textOf(segments: readonly TextSegment[]): string {
  return segments.map((segment) => segment.text).join('');
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

/** How many characters (white space apart) at the end of the text only repeat what it said already. */
function surplus(all: string, after: string, wanted: string): number {
  for (const text of [all, after]) {
    const times = text.length / wanted.length;
    if (times >= 2 && Number.isInteger(times) && text === wanted.repeat(times))
      return text.length - wanted.length;
  }
  const half = all.slice(0, all.length / 2);
  return half.length * 2 === all.length && all === half + half && half.endsWith(wanted) ? half.length : 0;
}

/** What `final` says after it said `text`; undefined when it does not begin with `text` or `text` is empty. */
function continuation(final: string, text: string): string | undefined {
  if (text === '') return undefined;
  if (final.startsWith(text)) return final.slice(text.length);
  const said = squeeze(text);
  if (said === '' || !squeeze(final).startsWith(said)) return undefined;
  return final.slice(indexAfter(final, said.length));
}

/** The index in `text` behind its first `count` characters that are not white space. */
function indexAfter(text: string, count: number): number {
  let index = 0;
  for (let left = count; left > 0 && index < text.length; index += 1)
    if (/\S/.test(text.charAt(index))) left -= 1;
  return index;
}

function append(turn: Turn, text: string): readonly Patch[] {
  const last = turn.segments.at(-1);
  if (text === '') return [];
  return last?.kind === 'text'
    ? [{ op: 'text', turn: turn.key, key: last.key, text }]
    : [
        {
          op: 'segment',
          turn: turn.key,
          segment: { kind: 'text', key: nextSegmentKey(turn, 'text'), text: text.trimStart() },
        },
      ];
}

function replaceTail(turn: Turn, tail: readonly TextSegment[], text: string): readonly Patch[] {
  const [first, ...others] = tail;
  const segment: TextSegment = { kind: 'text', key: first?.key ?? nextSegmentKey(turn, 'text'), text };
  return [{ op: 'segment', turn: turn.key, segment }, ...others.map((other) => remove(turn, other))];
}

function cutEnd(turn: Turn, texts: readonly TextSegment[], count: number): readonly Patch[] {
  const patches: Patch[] = [];
  let left = count;
  for (const segment of texts.toReversed()) {
    if (left <= 0) break;
    const length = squeeze(segment.text).length;
    const kept = Math.max(0, length - left);
    left -= length;
    const text = segment.text.slice(0, indexAfter(segment.text, kept));
    patches.push(
      kept === 0 ? remove(turn, segment) : { op: 'segment', turn: turn.key, segment: { ...segment, text } },
    );
  }
  return patches;
}

function remove(turn: Turn, segment: TextSegment): Patch {
  return { op: 'removeSegment', turn: turn.key, key: segment.key };
}
