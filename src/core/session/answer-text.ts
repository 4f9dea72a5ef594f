import type { Turn } from './transcript';

/** What the agent said in this turn, as Markdown, without its thoughts and tools. */
export function answerText({ segments }: Turn): string {
  const texts = segments.flatMap((segment) => (segment.kind === 'text' ? segment.text.trim() : []));
  return texts.filter((text) => text !== '').join('\n\n');
}
