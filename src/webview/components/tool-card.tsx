import { isWaiting, type ToolSegment } from '../../core/session/transcript';
import { toolSummary } from '../tool-summary';
import { shownName } from '../deed-sections';
import { Approval } from './approval';
import { AskedDeed, DeedView } from './deed-view';
import { Fold } from './fold';
import { Icon } from './icon';
import { memo } from './memo';
import { OpenResult } from './open-result';
import { Rest } from './rest';
import { toolState } from './tool-state';
import { UnsentReason } from './unsent-reason';
import { useAsking } from './use-asking';
import { ValueView } from './value-view';

/** One tool call: its name, what it is about and its state; arguments and result inside. */
export const ToolCard = memo(
  ({ tool, foldKey }: { readonly tool: ToolSegment; readonly foldKey: string }) => {
    const name = shownName(tool.toolName);
    const state = toolState(tool);
    const summary = toolSummary(tool.args);
    const isAsking = tool.status === 'awaiting_approval';
    const asking = useAsking(tool, foldKey);
    return (
      <div
        class="tool"
        role="group"
        aria-label={`Tool call: ${name}`}
        data-status={tool.status}
        data-call={tool.callId}
        tabIndex={-1}
      >
        <Fold
          id={foldKey}
          open={isWaiting(tool)}
          onToggle={asking.toggled}
          summary={
            <>
              <Icon name={state.icon} spin={state.busy} />
              <span class="tool-name">{name}</span>
              <span class="tool-summary" title={summary}>
                {summary}
              </span>
              <span class="tool-state">{state.words}</span>
            </>
          }
        >
          {() => (
            <>
              {isAsking ? (
                <AskedDeed call={tool} unfolding={asking.unfolding} />
              ) : (
                <>
                  <DeedView args={tool.args} />
                  <ValueView title="Result" value={tool.output} empty={state.busy ? 'Not yet' : 'None'} />
                </>
              )}
              <Rest partKey={foldKey} cut={tool.cut} />
              {tool.output !== undefined && tool.output !== null && <OpenResult partKey={foldKey} />}
            </>
          )}
        </Fold>
        {isAsking && <Approval tool={tool} asking={asking} />}
        {tool.callId !== undefined && !isWaiting(tool) && <UnsentReason tool={tool} callId={tool.callId} />}
      </div>
    );
  },
);
