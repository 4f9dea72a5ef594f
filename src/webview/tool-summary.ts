import { visibleLine } from './visible-text';

/** Where tools commonly say what they are about, the most telling first. Compared without case and underscores. */
const telling = [
  'command',
  'cmd',
  'script',
  'code',
  'path',
  'filepath',
  'absolutepath',
  'filename',
  'file',
  'pattern',
  'query',
  'url',
  'objective',
  'description',
  'prompt',
  'message',
  'name',
];

/** What a tool call is about, in one line: its command, its file, its question; empty when its arguments do not tell. */
export function toolSummary(args: unknown): string {
  if (typeof args === 'string') return visibleLine(args);
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return '';
  const fields = Object.entries(args)
    .map(([key, value]) => [key.toLowerCase().replaceAll(/[_-]/g, ''), lineOf(value)] as const)
    .filter(([, line]) => line !== '');
  for (const name of telling) {
    const found = fields.find(([key]) => key === name);
    if (found !== undefined) return found[1];
  }
  return fields[0]?.[1] ?? '';
}

function lineOf(value: unknown): string {
  if (typeof value === 'string') return visibleLine(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return visibleLine(value.join(' '));
  return '';
}
