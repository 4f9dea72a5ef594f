import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TextSegment } from '../../core/session/transcript';
import { StreamingMarkdown } from '../markdown/streaming-markdown';
import { memo } from './memo';
import { useView } from './view-context';

interface AnswerTextProps {
  readonly segment: TextSegment;
  /** Whether more text may be expected at its end. */
  readonly growing: boolean;
}

/** A Markdown text of the agent. Its DOM is its own: new text is appended to it, nothing is made anew. */
export const AnswerText = memo(({ segment, growing }: AnswerTextProps) => {
  const { growth, colour } = useView();
  const container = useRef<HTMLDivElement>(null);
  const shown = useRef<{ markdown: StreamingMarkdown; segment: TextSegment }>(null);
  useLayoutEffect(() => {
    if (container.current === null) return;
    const markdown = shown.current?.markdown ?? new StreamingMarkdown(container.current, colour);
    const grown = growth.of(segment);
    if (grown !== undefined && grown.from === shown.current?.segment) markdown.append(grown.added);
    else if (shown.current?.segment !== segment) markdown.set(segment.text);
    shown.current = { markdown, segment };
    if (!growing) markdown.finish();
  }, [segment, growing]);
  return <div class="markdown" ref={container} />;
});
