import type { Segment, ThoughtSegment, Turn, TurnEnd } from '../../core/session/transcript';
import { groupSegments } from '../group-segments';
import { visibleProse } from '../visible-text';
import { AnswerText } from './answer-text';
import { ErrorNote } from './error-note';
import { Icon } from './icon';
import { memo } from './memo';
import { MessageActions } from './message-actions';
import { PartBoundary } from './part-boundary';
import { Subagent } from './subagent';
import { Thoughts } from './thoughts';
import { ToolCard } from './tool-card';
import { useView } from './view-context';
import { UserArticle } from './user-article';

interface TurnViewProps {
  readonly turn: Turn;
  /** Whether the agent may still add to it. */
  readonly live: boolean;
  readonly last: boolean;
  /** Whether the task can be run again from here. */
  readonly repeatable: boolean;
}

/** A question and everything that the agent did about it. */
export const TurnView = memo(({ turn, live, last, repeatable }: TurnViewProps) => {
  const groups = groupSegments(turn.segments);
  const answered = groups.length > 0 || (turn.end !== undefined && turn.end.kind !== 'completed');
  const answer = live ? '' : answerText(turn);
  return (
    <section class={`turn${live ? ' live' : ''}`} data-turn={turn.key}>
      {turn.user !== undefined && (
        <UserArticle user={turn.user} editable={last && !live} repeatable={repeatable} />
      )}
      {answered && (
        <article class="message assistant" data-role="assistant" aria-label="Sigmic" aria-busy={live}>
          {groups.map((group, index) =>
            group.kind === 'thoughts' ? (
              <PartBoundary key={group.key} name="thoughts" stage={live}>
                <Thoughts thoughts={group.thoughts} foldKey={turn.key} />
              </PartBoundary>
            ) : (
              <PartBoundary
                key={group.segment.key}
                name={group.segment.kind}
                partKey={`${turn.key}/${group.segment.key}`}
                stage={live}
              >
                <SegmentView
                  segment={group.segment}
                  foldKey={`${turn.key}/${group.segment.key}`}
                  growing={live && index === groups.length - 1}
                />
              </PartBoundary>
            ),
          )}
          {turn.end !== undefined && <EndLine turn={turn} end={turn.end} last={last} />}
          {!live && answer !== '' && <MessageActions text={answer} />}
        </article>
      )}
    </section>
  );
});

/** What the agent said, as Markdown, without its thoughts and tools. */
function answerText({ segments }: Turn): string {
  const texts = segments.flatMap((segment) => (segment.kind === 'text' ? segment.text.trim() : []));
  return texts.filter((text) => text !== '').join('\n\n');
}

interface SegmentViewProps {
  readonly segment: Exclude<Segment, ThoughtSegment>;
  readonly foldKey: string;
  readonly growing: boolean;
}

function SegmentView({ segment, foldKey, growing }: SegmentViewProps) {
  switch (segment.kind) {
    case 'text':
      return <AnswerText segment={segment} growing={growing} />;
    case 'tool':
      return <ToolCard tool={segment} foldKey={foldKey} />;
    case 'subagent':
      return <Subagent agent={segment} foldKey={foldKey} />;
    case 'error':
      return <ErrorNote message={segment.message} code={segment.code} />;
  }
}

interface EndLineProps {
  readonly turn: Turn;
  readonly end: TurnEnd;
  readonly last: boolean;
}

/**
 * How the turn ended, when it did not simply end well, and what to do now. An error that stands there already is not said
 * again.
 */
function EndLine({ turn, end, last }: EndLineProps) {
  const { takeUp } = useView();
  if (end.kind === 'completed') return null;
  const message = end.message?.trim() ?? '';
  const asked = turn.user?.text ?? '';
  const said = turn.segments.some(
    (segment) => segment.kind === 'error' && segment.message.trim() === message,
  );
  return (
    <div class="end-line">
      <Icon name={end.kind === 'cancelled' ? 'circle-slash' : 'error'} />
      <span class="prose">
        {end.kind === 'cancelled' ? 'Cancelled' : 'The task failed'}
        {message !== '' && !said ? `: ${visibleProse(message)}` : '.'}
        {last &&
          end.kind === 'failed' &&
          ' What it made so far is kept: say what to do differently, or ask again.'}
      </span>
      {last && asked !== '' && (
        <button type="button" class="text-button" onClick={() => takeUp(asked)}>
          Edit and ask again
        </button>
      )}
    </div>
  );
}
