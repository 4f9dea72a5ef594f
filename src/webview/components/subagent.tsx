import type { SubagentSegment } from '../../core/session/transcript';
import { visibleLine, visibleProse } from '../visible-text';
import { EarlierSteps } from './earlier-steps';
import { Fold } from './fold';
import { Icon } from './icon';
import { memo } from './memo';
import { OpenResult } from './open-result';
import { Rest } from './rest';
import { StepBlocks } from './step-blocks';
import type { NearBlocks } from './use-near-blocks';
import { ValueView } from './value-view';

interface SubagentProps {
  /** The key of its turn. */
  readonly turn: string;
  readonly agent: SubagentSegment;
  readonly near: NearBlocks;
}

/** A subagent with its own thoughts and tools, open while it works. */
export const Subagent = memo(({ turn, agent, near }: SubagentProps) => {
  const foldKey = `${turn}/${agent.key}`;
  const { items: segments, earlier = 0 } = agent;
  const name = visibleLine(agent.displayName ?? agent.agentName, 80) || 'Subagent';
  const working = agent.end === undefined;
  const objective = visibleProse(agent.objective ?? agent.description ?? '').trim();
  const about = visibleLine(objective);
  return (
    <div class="subagent" role="group" aria-label={`Subagent: ${name}`}>
      <Fold
        id={foldKey}
        open={working}
        summary={
          <>
            <Icon name={working ? 'loading' : 'hubot'} spin={working} />
            <span class="tool-name">{name}</span>
            <span class="tool-summary prose-line" title={about}>
              {about}
            </span>
            <span class="tool-state">{endWords(agent)}</span>
          </>
        }
      >
        {() => (
          <>
            {objective !== about && <div class="prose muted">{objective}</div>}
            <EarlierSteps turn={turn} agent={agent.key} earlier={earlier} />
            <StepBlocks turn={{ key: foldKey, segments, earlier }} near={near} nested live={working} />
            {agent.end?.result !== undefined && (
              <>
                <ValueView title="Result" value={agent.end.result} empty="None" />
                <Rest partKey={foldKey} cut={agent.cut} />
                <OpenResult partKey={foldKey} />
              </>
            )}
          </>
        )}
      </Fold>
    </div>
  );
});

function endWords({ end }: SubagentSegment): string {
  if (end === undefined) return 'Working';
  const reason = visibleLine(end.reason, 40);
  return reason === 'GOAL' || reason === '' ? 'Done' : `Ended: ${reason.toLowerCase().replaceAll('_', ' ')}`;
}
