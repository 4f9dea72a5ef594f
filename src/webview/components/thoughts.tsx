import type { ThoughtSegment } from '../../core/session/transcript';
import { visibleLine, visibleProse } from '../visible-text';
import { Fold } from './fold';
import { Icon } from './icon';
import { Rest } from './rest';

/** Of a long train of thought only the last few stand in the open. */
const OPEN_THOUGHTS = 4;

interface ThoughtsProps {
  readonly thoughts: readonly ThoughtSegment[];
  /** Prefix of the keys under which folds are kept. */
  readonly foldKey: string;
}

/** Consecutive thoughts: their subjects, and behind each its description. */
export function Thoughts({ thoughts, foldKey }: ThoughtsProps) {
  const first = thoughts[0];
  const earlier = thoughts.length > OPEN_THOUGHTS + 1 ? thoughts.slice(0, -OPEN_THOUGHTS) : [];
  return (
    <div class="thoughts">
      {first !== undefined && earlier.length > 0 && (
        <Fold
          id={`${foldKey}/${first.key}/earlier`}
          class="earlier"
          summary={<span class="muted">{earlier.length} earlier thoughts</span>}
        >
          {() => earlier.map((thought) => <Thought key={thought.key} thought={thought} foldKey={foldKey} />)}
        </Fold>
      )}
      {thoughts.slice(earlier.length).map((thought) => (
        <Thought key={thought.key} thought={thought} foldKey={foldKey} />
      ))}
    </div>
  );
}

function Thought({ thought, foldKey }: { readonly thought: ThoughtSegment; readonly foldKey: string }) {
  const description = thought.description ?? '';
  const subject = visibleLine(thought.subject) || visibleLine(description, 100) || 'Thinking';
  const line = (
    <>
      <Icon name="lightbulb" />
      <span class="subject">{subject}</span>
    </>
  );
  if (description.trim() === '') return <div class="thought plain-thought">{line}</div>;
  return (
    <Fold id={`${foldKey}/${thought.key}`} class="thought" summary={line}>
      {() => (
        <>
          <div class="prose">{visibleProse(description)}</div>
          <Rest partKey={`${foldKey}/${thought.key}`} cut={thought.cut} />
        </>
      )}
    </Fold>
  );
}
