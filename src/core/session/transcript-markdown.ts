import { makeVisible, oneLine, taskTitle } from '../visible-text';
import type { Segment, ToolSegment, Transcript, Turn } from './transcript';

/** A conversation as a Markdown document: who said what, with attachments, thoughts, tools and how each turn ended. */
export function transcriptMarkdown(title: string, transcript: Transcript): string {
  const parts = [`# ${taskTitle(title, 200) || 'Sigmic task'}`, ...transcript.turns.flatMap(turnParts)];
  return `${parts.join('\n\n')}\n`;
}

function turnParts(turn: Turn): string[] {
  const answer = turn.segments.flatMap(segmentParts);
  const end = turn.end === undefined || turn.end.kind === 'completed' ? [] : [endPart(turn.end)];
  return [
    ...questionParts(turn),
    ...(answer.length + end.length > 0 ? ['## Sigmic', ...answer, ...end] : []),
  ];
}

function questionParts({ user }: Turn): string[] {
  if (user === undefined) return [];
  const files = user.attachments.map(({ name, path }) => `\`${makeVisible(path ?? name)}\``);
  const attached = files.length === 0 ? [] : [`Attached: ${files.join(', ')}`];
  return [`## You${user.createdAt === undefined ? '' : `, ${user.createdAt}`}`, user.text, ...attached];
}

function segmentParts(segment: Segment): string[] {
  switch (segment.kind) {
    case 'text':
      return [segment.text.trim()].filter((text) => text !== '');
    case 'thought':
      return [quote([segment.subject, segment.description ?? ''].filter((text) => text !== '').join('\n'))];
    case 'tool':
      return toolParts(segment);
    case 'subagent':
      return [
        `**Subagent ${oneLine(segment.displayName ?? segment.agentName)}** ${oneLine(segment.objective ?? '')}`.trim(),
        ...segment.items.flatMap(segmentParts),
        ...(segment.end?.result === undefined ? [] : [fenced(segment.end.result)]),
      ];
    case 'error':
      return [`**Error**: ${oneLine(segment.message)}`];
  }
}

function toolParts({ toolName, status, args, output }: ToolSegment): string[] {
  return [
    `**Tool ${oneLine(toolName) || 'without a name'}** (${status.replace('_', ' ')})`,
    ...(args === undefined ? [] : [fenced(args)]),
    ...(output === undefined ? [] : [fenced(output)]),
  ];
}

function endPart({ kind, message }: NonNullable<Turn['end']>): string {
  const why = oneLine(message ?? '');
  return `*${kind === 'cancelled' ? 'Cancelled' : 'The task failed'}${why === '' ? '' : `: ${why}`}.*`;
}

function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** In a fence that is longer than any within, so that nothing inside ends it. */
function fenced(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${typeof value === 'string' ? '' : 'json'}\n${text.trimEnd()}\n${fence}`;
}
