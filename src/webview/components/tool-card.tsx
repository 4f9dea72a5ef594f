import { isWaiting, type ToolSegment } from '../../core/session/transcript';
import { toolSummary } from '../tool-summary';
import { visibleLine } from '../visible-text';
import { Approval } from './approval';
import { DeedView } from './deed-view';
import { Fold } from './fold';
import { Icon } from './icon';
import { memo } from './memo';
import { OpenResult } from './open-result';
import { toolState } from './tool-state';
import { UnsentReason } from './unsent-reason';
import { ValueView } from './value-view';

/** One tool call: its name, what it is about and its state; arguments and result inside. */
export const ToolCard = memo(
  ({ tool, foldKey }: { readonly tool: ToolSegment; readonly foldKey: string }) => {
    const name = visibleLine(tool.toolName, 80) || 'tool';
    const state = toolState(tool);
    const summary = toolSummary(tool.args);
    const asking = tool.status === 'awaiting_approval';
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
              <DeedView args={tool.args} asking={asking} />
              {!asking && (
                <ValueView title="Result" value={tool.output} empty={state.busy ? 'Not yet' : 'None'} />
              )}
              {tool.output !== undefined && tool.output !== null && <OpenResult partKey={foldKey} />}
            </>
          )}
        </Fold>
        {asking && <Approval tool={tool} />}
        {tool.callId !== undefined && !isWaiting(tool) && <UnsentReason tool={tool} callId={tool.callId} />}
      </div>
    );
  },
);
