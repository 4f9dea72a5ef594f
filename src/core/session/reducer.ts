import type { StreamEvent } from '../api/events';
import { equalJson } from './equal-json';
import { indexOfKey } from './keyed-list';
import { nameInKey, nextSegmentKey } from './keys';
import type { Patch } from './patch';
import { endTurn } from './end-turn';
import { isSameCall } from './session-types';
import { reduceSubagent } from './reduce-subagent';
import { outputOf } from './tool-output';
import { toolStatusOf } from './tool-status';
import { isSettled, type Segment, type ToolSegment, type ToolStatus, type Turn } from './transcript';

/** The events that tell of the running turn. `status` changes no transcript, history has a way of its own. */
export type LiveEvent = Exclude<StreamEvent, { type: 'history_message' | 'history_done' | 'status' }>;

/**
 * What a live event changes in its turn. Pure; duplicates and states that come out of order change nothing, an event for a
 * tool or subagent nobody announced still shows.
 */
export function reduce(turn: Turn, event: LiveEvent): readonly Patch[] {
  switch (event.type) {
    case 'content':
      return appendText(turn, event.data.text);
    case 'thought': {
      const { subject, description } = event.data;
      return [
        put(turn, {
          kind: 'thought',
          key: nextSegmentKey(turn, 'thought'),
          subject,
          description: description ?? undefined,
        }),
      ];
    }
    case 'tool_call':
      return reduceToolCall(turn, event.data);
    case 'tool_result':
      return reduceToolResult(turn, event.data);
    case 'subagent_start':
    case 'subagent_thought':
    case 'subagent_tool':
    case 'subagent_end':
      return reduceSubagent(turn, event);
    case 'error': {
      const { message, code } = event.data;
      return [
        put(turn, { kind: 'error', key: nextSegmentKey(turn, 'error'), message, code: code ?? undefined }),
      ];
    }
    case 'done':
      return endTurn(turn, event.data.finalResponse ?? '');
  }
}

/** Appends to the last text, or starts a new one after anything else (rule 3: text is a delta, whatever `isPartial` says). */
function appendText(turn: Turn, text: string): readonly Patch[] {
  if (text === '') return [];
  const last = turn.segments.at(-1);
  return last?.kind === 'text'
    ? [{ op: 'text', turn: turn.key, key: last.key, text }]
    : [put(turn, { kind: 'text', key: nextSegmentKey(turn, 'text'), text })];
}

export function put(turn: Turn, segment: Segment): Patch {
  return { op: 'segment', turn: turn.key, segment };
}

export function findTool(turn: Turn, callId: string): ToolSegment | undefined {
  const segment = turn.segments[indexOfKey(turn.segments, toolKey(callId))];
  return segment?.kind === 'tool' ? segment : undefined;
}

function toolKey(callId: string): string {
  return `tool:${nameInKey(callId)}`;
}

type ToolCall = Extract<LiveEvent, { type: 'tool_call' }>['data'];
type ToolResult = Extract<LiveEvent, { type: 'tool_result' }>['data'];

function reduceToolCall(turn: Turn, call: ToolCall): readonly Patch[] {
  const known = findTool(turn, call.callId) ?? newTool(call.callId);
  const status = toolStatusOf(call.status) ?? known.status;
  const args = call.args ?? known.args;
  const seal = call.args === undefined ? known.seal : call.seal;
  const toolName = call.toolName || known.toolName;
  // An answer holds for the call that was shown: another one is another question.
  const sameQuestion =
    status === 'awaiting_approval' && known.status === status && isSameCall({ toolName, args, seal }, known);
  return putIfChanged(turn, {
    ...known,
    toolName,
    status: isFinal(known.status) ? known.status : status,
    args,
    seal,
    answer: sameQuestion ? known.answer : rejection(known, status),
  });
}

function reduceToolResult(turn: Turn, result: ToolResult): readonly Patch[] {
  const known = findTool(turn, result.callId) ?? newTool(result.callId);
  const told = toolStatusOf(result.status);
  const failed = result.error !== undefined && result.error !== null;
  const status = told !== undefined && isSettled(told) ? told : failed ? 'error' : 'success';
  return putIfChanged(turn, {
    ...known,
    status,
    output: outputOf(result) ?? known.output,
    answer: rejection(known, status),
  });
}

/** A tool that did not run because somebody here said no goes on saying so. */
function rejection({ answer }: ToolSegment, status: ToolStatus): ToolSegment['answer'] {
  return status === 'cancelled' && answer?.outcome === 'cancel' ? answer : undefined;
}

/** `unknown` was our guess when the turn ended: the server's later word is better. */
function isFinal(status: ToolStatus): boolean {
  return isSettled(status) && status !== 'unknown';
}

function newTool(callId: string): ToolSegment {
  return { kind: 'tool', key: toolKey(callId), callId, toolName: '', status: 'pending' };
}

function putIfChanged(turn: Turn, tool: ToolSegment): readonly Patch[] {
  const known = tool.callId === undefined ? undefined : findTool(turn, tool.callId);
  return known !== undefined && equalJson(known, tool) ? [] : [put(turn, tool)];
}
