import type { Segment, ThoughtSegment, ToolSegment, Transcript } from './transcript';

/** What a part of a conversation came to, as a document. */
export interface PartText {
  /** What it is called: the tool, the subagent, or that it is an answer. */
  readonly name: string;
  readonly text: string;
  /** A file name's ending, by which editors know the language. */
  readonly extension: 'json' | 'diff' | 'md' | 'txt';
}

/**
 * The whole result of a tool or subagent, or a text of the agent. `key` is the keys of turn, segment and, within a subagent, item, joined by `/`. Undefined when
 * there is no such part, or no result yet.
 */
export function partText({ turns }: Transcript, key: string): PartText | undefined {
  const [turnKey, segmentKey, itemKey] = key.split('/');
  const turn = turns.find((each) => each.key === turnKey);
  const segment = turn?.segments.find((each) => each.key === segmentKey);
  if (itemKey === undefined) return segment && resultOf(segment);
  const item = segment?.kind === 'subagent' ? segment.items.find((each) => each.key === itemKey) : undefined;
  return item && resultOf(item);
}

function resultOf(part: Segment | ThoughtSegment | ToolSegment): PartText | undefined {
  if (part.kind === 'text') return { name: 'Answer', text: part.text, extension: 'md' };
  if (part.kind === 'tool') return asText(part.toolName, part.output, 'txt');
  if (part.kind === 'subagent') return asText(part.displayName ?? part.agentName, part.end?.result, 'md');
  return undefined;
}

/** `prose`: the ending for a string that is neither JSON nor a patch. */
function asText(name: string, value: unknown, prose: 'md' | 'txt'): PartText | undefined {
  if (value === undefined || value === null) return undefined;
  const text = onlyText(value);
  if (text === undefined) return { name, text: JSON.stringify(value, undefined, 2), extension: 'json' };
  return { name, text, extension: isJson(text) ? 'json' : isPatch(text) ? 'diff' : prose };
}

/** A result that is a string, or an object around a single one. */
function onlyText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const fields: unknown[] = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return fields.length === 1 && typeof fields[0] === 'string' ? fields[0] : undefined;
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isPatch(text: string): boolean {
  return /^(diff --git |--- .*\n\+\+\+ )/m.test(text) && /^@@ /m.test(text);
}
