import type { SubagentSegment } from '../../core/session/transcript';
import { groupSegments } from '../group-segments';
import { visibleLine, visibleProse } from '../visible-text';
import { Fold } from './fold';
import { Icon } from './icon';
import { memo } from './memo';
import { OpenResult } from './open-result';
import { Rest } from './rest';
import { Thoughts } from './thoughts';
import { ToolCard } from './tool-card';
import { ValueView } from './value-view';

/** A subagent with its own thoughts and tools, open while it works. */
export const Subagent = memo(
  ({ agent, foldKey }: { readonly agent: SubagentSegment; readonly foldKey: string }) => {
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
              {groupSegments(agent.items).map((group) =>
                group.kind === 'thoughts' ? (
                  <Thoughts key={group.key} thoughts={group.thoughts} foldKey={foldKey} />
                ) : (
                  <ToolCard
                    key={group.segment.key}
                    tool={group.segment}
                    foldKey={`${foldKey}/${group.segment.key}`}
                  />
                ),
              )}
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
  },
);

function endWords({ end }: SubagentSegment): string {
  if (end === undefined) return 'Working';
  const reason = visibleLine(end.reason, 40);
  return reason === 'GOAL' || reason === '' ? 'Done' : `Ended: ${reason.toLowerCase().replaceAll('_', ' ')}`;
}
