import type { StreamEvent } from '../api/events';

/**
 * Tells after which events the text of the answer goes on where it was: the transcript puts what comes of a known tool call or
 * subagent in its place, and the next piece of text right behind the piece before. One for each connection, which tells all calls.
 */
export class TextEnds {
  private readonly calls = new Set<string>();
  private readonly agents = new Set<string>();

  /** Whether the next piece of text stands apart from the one before this event. */
  after(event: StreamEvent): boolean {
    switch (event.type) {
      case 'status':
      case 'content':
        return false;
      case 'tool_call':
      case 'tool_result':
        return isNew(this.calls, event.data.callId);
      case 'subagent_start':
      case 'subagent_thought':
      case 'subagent_tool':
        return isNew(this.agents, event.data.agentName);
      case 'subagent_end': {
        const unknown = isNew(this.agents, event.data.agentName);
        this.agents.delete(event.data.agentName);
        return unknown;
      }
      case 'done':
      case 'history_message':
        this.calls.clear();
        this.agents.clear();
        return true;
      default:
        return true;
    }
  }
}

function isNew(known: Set<string>, name: string): boolean {
  if (known.has(name)) return false;
  known.add(name);
  return true;
}
