import * as v from 'valibot';
import {
  HistoryMessageSchema,
  ThoughtSchema,
  optionalBoolean,
  optionalNumber,
  optionalString,
  seal,
  text,
} from './schemas';

const id = v.pipe(v.string(), v.minLength(1));

/** The events of api.md ("The stream"), one schema for each name. Names not listed here are unknown (rule 2). */
export const EventSchemas = {
  history_message: HistoryMessageSchema,
  history_done: v.object({ messageCount: optionalNumber, isStreaming: v.fallback(v.boolean(), false) }),
  status: v.object({ status: text, message: optionalString }),
  thought: ThoughtSchema,
  content: v.object({ text: v.string(), isPartial: optionalBoolean }),
  tool_call: v.object({ callId: id, toolName: text, status: text, args: v.optional(v.unknown()), seal }),
  tool_result: v.object({
    callId: id,
    status: text,
    output: v.optional(v.unknown()),
    result: v.optional(v.unknown()),
    error: v.optional(v.unknown()),
  }),
  subagent_start: v.object({
    agentName: id,
    displayName: optionalString,
    description: optionalString,
    objective: optionalString,
  }),
  subagent_thought: v.object({ agentName: id, text: text }),
  subagent_tool: v.object({
    agentName: id,
    status: text,
    toolName: text,
    args: v.optional(v.unknown()),
    output: v.optional(v.unknown()),
  }),
  subagent_end: v.object({ agentName: id, terminateReason: text, result: v.optional(v.unknown()) }),
  error: v.object({ message: text, code: optionalString }),
  done: v.object({ finalResponse: optionalString }),
} as const;

export type StreamEventName = keyof typeof EventSchemas;

/** One event of the stream, unwrapped (rule 1) and checked: `{type, data}`. */
export type StreamEvent = {
  [Name in StreamEventName]: {
    readonly type: Name;
    readonly data: v.InferOutput<(typeof EventSchemas)[Name]>;
  };
}[StreamEventName];
