import * as v from 'valibot';
import { TaskStatusSchema } from '../api/schemas';
import type { Patch } from './patch';
import type { ShownCall } from './session-types';
import type { Connection, TaskHead } from './state';
import type { Segment, ThoughtSegment, ToolSegment, Turn, TurnEnd, UserMessage } from './transcript';
import type { TranscriptWindow } from './transcript-window';
import type { Steps } from './turn-window';

/** The session's data as schemas, for whoever receives it from another process (core/protocol.ts). */
const optionalText = v.optional(v.string());
const optionalCount = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

const AttachmentSchema = v.object({ name: v.string(), path: optionalText });

const UserMessageSchema: v.GenericSchema<unknown, UserMessage> = v.object({
  id: optionalText,
  text: v.string(),
  attachments: v.array(AttachmentSchema),
  createdAt: optionalText,
  delivery: v.picklist(['sent', 'pending', 'failed']),
});

const TurnEndSchema: v.GenericSchema<unknown, TurnEnd> = v.object({
  kind: v.picklist(['completed', 'failed', 'cancelled']),
  message: optionalText,
});

const ThoughtSegmentSchema: v.GenericSchema<unknown, ThoughtSegment> = v.object({
  kind: v.literal('thought'),
  key: v.string(),
  subject: v.string(),
  description: optionalText,
  cut: optionalCount,
});

export const OutcomeSchema = v.picklist(['proceed_once', 'proceed_always', 'cancel']);

export const ShownCallSchema: v.GenericSchema<unknown, ShownCall> = v.object({
  toolName: v.string(),
  args: v.optional(v.unknown()),
  seal: optionalText,
});

const ToolSegmentSchema: v.GenericSchema<unknown, ToolSegment> = v.object({
  kind: v.literal('tool'),
  key: v.string(),
  callId: optionalText,
  toolName: v.string(),
  status: v.picklist([
    'pending',
    'awaiting_approval',
    'executing',
    'success',
    'error',
    'cancelled',
    'unknown',
  ]),
  args: v.optional(v.unknown()),
  seal: optionalText,
  output: v.optional(v.unknown()),
  answer: v.optional(
    v.object({ outcome: OutcomeSchema, state: v.picklist(['sending', 'sent', 'elsewhere']) }),
  ),
  cut: optionalCount,
});

const ItemSchema = v.union([ThoughtSegmentSchema, ToolSegmentSchema]);

const SegmentSchema: v.GenericSchema<unknown, Segment> = v.union([
  v.object({ kind: v.literal('text'), key: v.string(), text: v.string() }),
  ThoughtSegmentSchema,
  ToolSegmentSchema,
  v.object({
    kind: v.literal('subagent'),
    key: v.string(),
    agentName: v.string(),
    displayName: optionalText,
    description: optionalText,
    objective: optionalText,
    items: v.array(ItemSchema),
    earlier: optionalCount,
    end: v.optional(v.object({ reason: v.string(), result: v.optional(v.unknown()) })),
    cut: optionalCount,
  }),
  v.object({ kind: v.literal('error'), key: v.string(), message: v.string(), code: optionalText }),
]);

const TurnSchema: v.GenericSchema<unknown, Turn> = v.object({
  key: v.string(),
  user: v.optional(UserMessageSchema),
  segments: v.array(SegmentSchema),
  earlier: optionalCount,
  end: v.optional(TurnEndSchema),
});

/** Segments of a turn that come before those that a view has. */
export const StepsSchema: v.GenericSchema<unknown, Steps> = v.object({
  segments: v.array(SegmentSchema),
  earlier: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

export const TranscriptSchema: v.GenericSchema<unknown, TranscriptWindow> = v.object({
  turns: v.array(TurnSchema),
  earlier: optionalCount,
});

export const PatchSchema: v.GenericSchema<unknown, Patch> = v.variant('op', [
  v.object({
    op: v.literal('turn'),
    index: v.number(),
    turn: TurnSchema,
    replaces: v.optional(v.boolean()),
  }),
  v.object({ op: v.literal('removeTurn'), turn: v.string(), at: optionalCount }),
  v.object({ op: v.literal('user'), turn: v.string(), user: UserMessageSchema }),
  v.object({ op: v.literal('segment'), turn: v.string(), segment: SegmentSchema, at: optionalCount }),
  v.object({ op: v.literal('removeSegment'), turn: v.string(), key: v.string(), at: optionalCount }),
  v.object({ op: v.literal('text'), turn: v.string(), key: v.string(), text: v.string() }),
  v.object({
    op: v.literal('item'),
    turn: v.string(),
    key: v.string(),
    item: ItemSchema,
    at: optionalCount,
  }),
  v.object({ op: v.literal('end'), turn: v.string(), end: v.optional(TurnEndSchema) }),
]);

/** A button that helps (api/explanation.ts). */
export const ActionSchema = v.object({
  id: v.picklist([
    'signIn',
    'retry',
    'settings',
    'proxySettings',
    'checkConnection',
    'console',
    'log',
    'reload',
  ]),
  label: v.string(),
});

export const ConnectionSchema: v.GenericSchema<unknown, Connection> = v.union([
  v.object({ kind: v.picklist(['idle', 'connecting', 'signedOut']) }),
  v.object({ kind: v.literal('connected'), heardAt: v.optional(v.number()) }),
  v.object({
    kind: v.literal('reconnecting'),
    retryAt: v.optional(v.number()),
    heardAt: v.optional(v.number()),
    reason: v.string(),
    action: v.optional(ActionSchema),
  }),
  v.object({ kind: v.picklist(['failed', 'polling']), reason: v.string(), action: v.optional(ActionSchema) }),
]);

export const TaskHeadSchema: v.GenericSchema<unknown, TaskHead> = v.object({
  id: v.string(),
  title: v.string(),
  status: v.optional(TaskStatusSchema),
  autoExecute: v.optional(v.boolean()),
  activity: optionalText,
});
