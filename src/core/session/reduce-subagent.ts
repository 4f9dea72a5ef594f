import { indexOfKey } from './keyed-list';
import { nameInKey } from './keys';
import type { LiveEvent } from './reducer';
import type { Patch } from './patch';
import { outputOf } from './tool-output';
import { toolStatusOf } from './tool-status';
import {
  isSettled,
  type SubagentItem,
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
  const segment = turn.segments[indexOfKey(turn.segments, agentKey(agentName, countOf(turn, agentName) - 1))];
  return segment?.kind === 'subagent' ? segment : undefined;
}

function newAgent(turn: Turn, agentName: string): SubagentSegment {
  return {
    kind: 'subagent',
    key: agentKey(agentName, countOf(turn, agentName)),
    agentName,
    items: [],
  };
}

function agentKey(agentName: string, number: number): string {
  return `agent:${nameInKey(agentName)}:${number}`;
}

/** How many subagents of this name the turn has. They are numbered without gaps, and not looked for among thousands of other steps. */
function countOf(turn: Turn, agentName: string): number {
  const has = (number: number): boolean => indexOfKey(turn.segments, agentKey(agentName, number)) >= 0;
  let above = 1;
  while (has(above - 1)) above *= 2;
  // The count is from `below` to, but not including, `above`.
  let below = above >> 1;
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (has(middle - 1)) below = middle;
    else above = middle;
  }
  return below;
}

function putAgent(turn: Turn, agent: SubagentSegment): Patch {
  return { op: 'segment', turn: turn.key, segment: agent };
}

function withAgent(
  turn: Turn,
  agentName: string,
  item: (agent: SubagentSegment) => SubagentItem,
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
  const running = isSettled(status) ? findRunning(agent.items, tool.toolName) : undefined;
  const known = running ?? {
    kind: 'tool' as const,
    key: `tool:${agent.items.length}`,
    toolName: tool.toolName,
  };
  return { ...known, status, args: tool.args ?? running?.args, output: outputOf(tool) };
}

/**
 * Up to where a list has no running tool of a name any more: a tool that has ended goes on no more, so the thousands that have are
 * looked through once.
 */
const looked = new WeakMap<readonly SubagentItem[], Map<string, number>>();

/** The oldest call of this tool that has not ended. */
function findRunning(items: readonly SubagentItem[], toolName: string): ToolSegment | undefined {
  const known = looked.get(items) ?? new Map<string, number>();
  looked.set(items, known);
  for (let index = known.get(toolName) ?? 0; index < items.length; index += 1) {
    const item = items[index];
    known.set(toolName, index);
    if (item?.kind === 'tool' && item.toolName === toolName && !isSettled(item.status)) return item;
  }
  return undefined;
}
