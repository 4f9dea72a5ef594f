import * as v from 'valibot';

/**
 * The payloads of api.md as they may arrive. Objects are loose: unknown fields are ignored (rule 2), optional
 * fields that are missing, null or of another type never throw.
 */
const optionalString = v.fallback(v.optional(v.nullable(v.string())), undefined);
const optionalNumber = v.fallback(v.optional(v.nullable(v.number())), undefined);
const optionalBoolean = v.fallback(v.optional(v.nullable(v.boolean())), undefined);
/** A string that must be there for people but whose absence is no reason to drop the whole payload. */
const text = v.fallback(v.string(), '');

/** Set by `core/masking` alone, see ShownCall: one that a server sends is dropped. */
const seal = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((): string | undefined => undefined),
  ),
);

/** A list that drops the entries which are not as promised, instead of failing whole. */
function lenientArray<const S extends v.GenericSchema>(item: S) {
  return v.pipe(
    v.fallback(v.array(v.unknown()), []),
    v.transform((items): v.InferOutput<S>[] =>
      items.flatMap((entry) => {
        const parsed = v.safeParse(item, entry);
        return parsed.success ? [parsed.output] : [];
      }),
    ),
  );
}

/** The statuses of api.md, and `unknown` for whatever else the service may come to say. */
export const TaskStatusSchema = v.picklist([
  'pending',
  'running',
  'awaiting_approval',
  'completed',
  'failed',
  'cancelled',
  'unknown',
]);
export type TaskStatus = v.InferOutput<typeof TaskStatusSchema>;

export const ThoughtSchema = v.object({ subject: text, description: optionalString });
export type Thought = v.InferOutput<typeof ThoughtSchema>;

/** A tool call inside a saved message. `output` has other names in the wild (`result`, `error`): open in api.md. */
const SavedToolCallSchema = v.object({
  callId: v.pipe(v.string(), v.minLength(1)),
  toolName: text,
  status: text,
  args: v.optional(v.unknown()),
  output: v.optional(v.unknown()),
  result: v.optional(v.unknown()),
  error: v.optional(v.unknown()),
  seal,
});
export type SavedToolCall = v.InferOutput<typeof SavedToolCallSchema>;

/** What came of the turn that runs, or of the last one. */
const OutputSchema = v.object({
  content: text,
  thoughts: lenientArray(ThoughtSchema),
  toolCalls: lenientArray(SavedToolCallSchema),
});
export type Output = v.InferOutput<typeof OutputSchema>;

const PendingApprovalSchema = v.object({
  callId: v.pipe(v.string(), v.minLength(1)),
  toolName: text,
  args: v.optional(v.unknown()),
});
export type PendingApproval = v.InferOutput<typeof PendingApprovalSchema>;

const TaskRecordSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  status: v.optional(v.unknown()),
  message: text,
  username: optionalString,
  sessionId: optionalString,
  conversationId: optionalString,
  systemPrompt: optionalString,
  showInHistory: optionalBoolean,
  autoExecute: optionalBoolean,
  /** Of the variables only what they are called: nobody here needs the values. */
  env: v.fallback(v.nullish(v.pipe(v.record(v.string(), v.unknown()), v.transform(Object.keys))), undefined),
  error: v.fallback(
    v.optional(v.nullable(v.union([v.string(), v.looseObject({ message: text })]))),
    undefined,
  ),
  createdAt: optionalString,
  startedAt: optionalString,
  completedAt: optionalString,
  lastActivityAt: optionalString,
  messageCount: optionalNumber,
  pendingApprovals: lenientArray(PendingApprovalSchema),
  output: v.fallback(v.optional(OutputSchema), undefined),
});

export interface Task extends Omit<v.InferOutput<typeof TaskRecordSchema>, 'status'> {
  readonly status: TaskStatus;
  /** What the service said when that is no status known here. */
  readonly statusWord?: string | undefined;
}

export const TaskSchema = v.pipe(
  TaskRecordSchema,
  v.transform(({ status, ...task }): Task => {
    const known = v.safeParse(TaskStatusSchema, status);
    if (known.success) return { ...task, status: known.output };
    return { ...task, status: 'unknown', statusWord: typeof status === 'string' ? status : undefined };
  }),
);

export const PaginationSchema = v.object({
  total: optionalNumber,
  limit: optionalNumber,
  offset: optionalNumber,
  hasMore: optionalBoolean,
});

export const TaskListSchema = lenientArray(TaskSchema);

export const CreatedTaskSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  status: v.fallback(TaskStatusSchema, 'pending'),
});
export type CreatedTask = v.InferOutput<typeof CreatedTaskSchema>;

const ArtifactSchema = v.object({
  name: text,
  path: v.pipe(v.string(), v.minLength(1)),
  /** In bytes; 0 for anything that cannot be a size. */
  size: v.fallback(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0),
  mimeType: optionalString,
  category: optionalString,
  modifiedAt: optionalString,
});
export type Artifact = v.InferOutput<typeof ArtifactSchema>;

export const ArtifactListSchema = v.object({ files: lenientArray(ArtifactSchema) });

const AttachedFileSchema = v.object({ name: text, path: text });
export type AttachedFile = v.InferOutput<typeof AttachedFileSchema>;

export const HistoryMessageSchema = v.object({
  id: optionalString,
  role: v.picklist(['user', 'assistant']),
  content: text,
  createdAt: optionalString,
  attachedFiles: lenientArray(AttachedFileSchema),
  thoughts: lenientArray(ThoughtSchema),
  toolCalls: lenientArray(SavedToolCallSchema),
});
export type HistoryMessage = v.InferOutput<typeof HistoryMessageSchema>;

export const HistorySchema = v.object({
  taskId: text,
  conversationId: optionalString,
  status: v.fallback(v.optional(TaskStatusSchema), undefined),
  messages: lenientArray(HistoryMessageSchema),
});
export type History = v.InferOutput<typeof HistorySchema>;

export const ApprovalAnswerSchema = v.object({ approved: v.fallback(v.boolean(), true) });
export const TokenSchema = v.object({ token: v.pipe(v.string(), v.minLength(1)), expiresAt: optionalString });
export type WidgetToken = v.InferOutput<typeof TokenSchema>;

export { lenientArray, optionalBoolean, optionalNumber, optionalString, seal, text };
