import { answerText } from '../../core/session/answer-text';
import type { Turn, TurnEnd } from '../../core/session/transcript';
import { visibleProse } from '../visible-text';
import { EarlierSteps } from './earlier-steps';
import { Icon } from './icon';
import { memo } from './memo';
import { MessageActions } from './message-actions';
import { StepBlocks } from './step-blocks';
import type { NearBlocks } from './use-near-blocks';
import { useView } from './view-context';
import { UserArticle } from './user-article';

interface TurnViewProps {
  readonly turn: Turn;
  /** Handed down, not taken from a context: its blocks change in one go with the conversation, which keeps the place on screen. */
  readonly near: NearBlocks;
  /** Whether the agent may still add to it. */
  readonly live: boolean;
  readonly last: boolean;
  /** Whether the task can be run again from here. */
  readonly repeatable: boolean;
}

/** A question and everything that the agent did about it. */
export const TurnView = memo(({ turn, near, live, last, repeatable }: TurnViewProps) => {
  const { earlier = 0 } = turn;
  const answered = turn.segments.length > 0 || (turn.end !== undefined && turn.end.kind !== 'completed');
  const answer = live ? '' : answerText(turn);
  return (
    <section class={`turn${live ? ' live' : ''}${last ? ' last' : ''}`} data-turn={turn.key}>
      {turn.user !== undefined && (
        <UserArticle user={turn.user} editable={last && !live} repeatable={repeatable} />
      )}
      {answered && (
        <article class="message assistant" data-role="assistant" aria-label="Sigmic" aria-busy={live}>
          <EarlierSteps turn={turn.key} earlier={earlier} />
          <StepBlocks turn={turn} near={near} live={live} />
          {turn.end !== undefined && <EndLine turn={turn} end={turn.end} last={last} />}
          {!live && (answer !== '' || earlier > 0) && (
            <MessageActions text={answer} {...(earlier > 0 && { endOf: turn.key })} />
          )}
        </article>
      )}
    </section>
  );
});

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
