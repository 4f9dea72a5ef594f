import type { LiveEvent } from './reducer';
import type { Patch } from './patch';
import { outputOf } from './tool-output';
import { toolStatusOf } from './tool-status';
import {
  isSettled,
  type SubagentSegment,
  type ThoughtSegment,
  type ToolSegment,
  type Turn,
} from './transcript';

type SubagentEvent = Extract<LiveEvent, { data: { agentName: string } }>;

/**
 * What an event of a subagent changes. The API tells subagents apart by name only: an event belongs to the newest one of its
 * name that has not ended, and one that was never announced is shown all the same.
 */
export function reduceSubagent(turn: Turn, event: SubagentEvent): readonly Patch[] {
  const open = findOpen(turn, event.data.agentName);
  switch (event.type) {
    case 'subagent_start': {
      const { displayName, description, objective } = event.data;
      return [
        putAgent(turn, {
          ...(open ?? newAgent(turn, event.data.agentName)),
          displayName: displayName ?? open?.displayName,
          description: description ?? open?.description,
          objective: objective ?? open?.objective,
        }),
      ];
    }
    case 'subagent_thought':
      return withAgent(turn, event.data.agentName, (agent) => thoughtItem(agent, event.data.text));
    case 'subagent_tool':
      return withAgent(turn, event.data.agentName, (agent) => toolItem(agent, event.data));
    case 'subagent_end': {
      const { agentName, terminateReason, result } = event.data;
      const agent = open ?? newAgent(turn, agentName);
      return [putAgent(turn, { ...agent, end: { reason: terminateReason, result: result ?? undefined } })];
    }
  }
}

/** The newest of its name decides: another one only begins after it has ended. */
function findOpen(turn: Turn, agentName: string): SubagentSegment | undefined {
  const newest = findNewest(turn, agentName);
  return newest?.end === undefined ? newest : undefined;
}

function findNewest(turn: Turn, agentName: string): SubagentSegment | undefined {
  return turn.segments.findLast(
    (segment): segment is SubagentSegment => segment.kind === 'subagent' && segment.agentName === agentName,
  );
}

function newAgent(turn: Turn, agentName: string): SubagentSegment {
  const newest = findNewest(turn, agentName);
  const prefix = `agent:${agentName}:`;
  const number = newest === undefined ? 0 : Number(newest.key.slice(prefix.length)) + 1;
  return { kind: 'subagent', key: `${prefix}${number}`, agentName, items: [] };
}

function putAgent(turn: Turn, agent: SubagentSegment): Patch {
  return { op: 'segment', turn: turn.key, segment: agent };
}

function withAgent(
  turn: Turn,
  agentName: string,
  item: (agent: SubagentSegment) => ThoughtSegment | ToolSegment,
): readonly Patch[] {
  const open = findOpen(turn, agentName);
  const agent = open ?? newAgent(turn, agentName);
  const patch: Patch = { op: 'item', turn: turn.key, key: agent.key, item: item(agent) };
  return open === undefined ? [putAgent(turn, agent), patch] : [patch];
}

function thoughtItem(agent: SubagentSegment, text: string): ThoughtSegment {
  const [subject = '', ...rest] = text.trim().split('\n');
  const description = rest.join('\n').trim();
  return {
    kind: 'thought',
    key: `thought:${agent.items.length}`,
    subject,
    description: description || undefined,
  };
}

type SubagentTool = Extract<LiveEvent, { type: 'subagent_tool' }>['data'];

function toolItem(agent: SubagentSegment, tool: SubagentTool): ToolSegment {
  const status = toolStatusOf(tool.status) ?? 'executing';
  const running = isSettled(status)
    ? agent.items.find(
        (item): item is ToolSegment =>
          item.kind === 'tool' && item.toolName === tool.toolName && !isSettled(item.status),
      )
    : undefined;
  const known = running ?? {
    kind: 'tool' as const,
    key: `tool:${agent.items.length}`,
    toolName: tool.toolName,
  };
  return { ...known, status, args: tool.args ?? running?.args, output: outputOf(tool) };
}
