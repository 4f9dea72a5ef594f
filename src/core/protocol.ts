import * as v from 'valibot';
import { DraftFileSchema, DraftFolderSchema, SendProgressSchema } from './draft-wire';
import {
  ActionSchema,
  ConnectionSchema,
  OutcomeSchema,
  PatchSchema,
  ShownCallSchema,
  StepsSchema,
  TaskHeadSchema,
  TranscriptSchema,
} from './session/wire';

/**
 * All that host and webview know of each other: one discriminated union each way, checked on arrival.
 *
 * The webview says `ready` and gets one `snapshot`, then `changes` while it is visible; shown again, or ready again, it gets a
 * `snapshot` again. What is the view's own (draft, scroll, which cards are open) stays in the view.
 */

/** Something that went wrong, for people. `action` is the button that does something about it. */
const ProblemSchema = v.object({
  message: v.string(),
  action: v.optional(ActionSchema),
});
export type Problem = v.InferOutput<typeof ProblemSchema>;

/** A file of the task's workspace; `mark` is there when it is other than the person last saw it. Size in bytes. */
const TaskFileSchema = v.object({
  path: v.string(),
  size: v.number(),
  mark: v.optional(v.picklist(['new', 'changed'])),
});
export type TaskFile = v.InferOutput<typeof TaskFileSchema>;

/** What can be done with one file of the task, or with all of them. */
const FileActionSchema = v.picklist([
  'preview',
  'compare',
  'apply',
  'save',
  'compareAll',
  'applyAll',
  'saveAll',
  'markSeen',
]);
export type FileAction = v.InferOutput<typeof FileActionSchema>;

/** The host's part of the composer; the text itself is the view's own. */
const ComposerSchema = v.object({
  files: v.array(DraftFileSchema),
  folders: v.array(DraftFolderSchema),
  /** Files are being looked at that will be attached. */
  looking: v.optional(v.boolean()),
  /** A send is on its way: the text stays until `sent`. */
  sending: v.boolean(),
  /** Of a send that takes a while. */
  progress: v.optional(SendProgressSchema),
  problem: v.optional(ProblemSchema),
});
export type Composer = v.InferOutput<typeof ComposerSchema>;

/** With whose credential the task works, or will be made. `name` is absent while there is only one profile. */
const ProfileSchema = v.object({ id: v.string(), name: v.optional(v.string()) });
export type Profile = v.InferOutput<typeof ProfileSchema>;
/** The messages that wait until the task is ready, in order, and why none is sent now, with the button that goes on. */
const OutboxViewSchema = v.object({
  messages: v.array(
    v.object({
      id: v.string(),
      text: v.string(),
      files: v.array(v.object({ name: v.string(), size: v.number() })),
      /** Another window is sending it. */
      elsewhere: v.boolean(),
    }),
  ),
  pause: v.optional(v.object({ message: v.string(), button: v.string() })),
});
export type OutboxView = v.InferOutput<typeof OutboxViewSchema>;

/** Names of variables that a new task does not get although one may think so: those of another task, or of a command before a reload. */
export const ForgottenSchema = v.object({
  from: v.picklist(['task', 'command']),
  names: v.array(v.string()),
});
export type Forgotten = v.InferOutput<typeof ForgottenSchema>;

/** What a new task can be given; of variables only what they are called. */
const ChoicesSchema = v.object({
  sets: v.array(v.object({ name: v.string(), env: v.array(v.string()), secrets: v.array(v.string()) })),
  /** Variables that came with a command. */
  given: v.object({ env: v.array(v.string()), secrets: v.array(v.string()) }),
  forgotten: v.optional(ForgottenSchema),
  presets: v.array(v.object({ name: v.string(), text: v.string() })),
});
export type Choices = v.InferOutput<typeof ChoicesSchema>;

/** The waiting calls that were opened whole in an editor from here, as they were then. */
const ReviewedSchema = v.array(v.object({ callId: v.string(), shown: ShownCallSchema }));
export type Reviewed = v.InferOutput<typeof ReviewedSchema>;

/**
 * What the view shows when it (re)appears. `head` is absent while a new task is being composed. Of the conversation it is the end,
 * with what is folded away cut (session/excerpt.ts); `earlier` and `open` ask for more.
 */
const SnapshotSchema = v.object({
  type: v.literal('snapshot'),
  head: v.optional(TaskHeadSchema),
  transcript: TranscriptSchema,
  connection: ConnectionSchema,
  composer: ComposerSchema,
  outbox: OutboxViewSchema,
  /** Under which the host keeps the composer's files; the view keeps it with its text. */
  draftId: v.string(),
  profile: v.optional(ProfileSchema),
  choices: v.optional(ChoicesSchema),
  /** The task's files, as far as they are known. */
  files: v.array(TaskFileSchema),
  reviewed: ReviewedSchema,
  /** The default of "Approve tools automatically" for a new task. */
  autoExecute: v.boolean(),
});
export type Snapshot = v.InferOutput<typeof SnapshotSchema>;

/** What else can be said of a new task. */
const TaskOptions = {
  systemPrompt: v.optional(v.string()),
  autoExecute: v.optional(v.boolean()),
  showInHistory: v.optional(v.boolean()),
  /** The name of a set. */
  variables: v.optional(v.string()),
};

export const ToViewSchema = v.variant('type', [
  SnapshotSchema,
  v.object({
    type: v.literal('changes'),
    patches: v.array(PatchSchema),
    head: v.optional(TaskHeadSchema),
    connection: v.optional(ConnectionSchema),
  }),
  /** The turns that come before `before`, the oldest that the view has. */
  v.object({ type: v.literal('earlier'), before: v.string(), page: TranscriptSchema }),
  /** The steps of a turn, or of its subagent with the key `agent`, that come before the one at `before`, the oldest that the view has. */
  v.object({
    type: v.literal('steps'),
    turn: v.string(),
    agent: v.optional(v.string()),
    before: v.number(),
    page: StepsSchema,
  }),
  v.object({ type: v.literal('composer'), composer: ComposerSchema }),
  v.object({ type: v.literal('profile'), profile: ProfileSchema }),
  v.object({ type: v.literal('choices'), choices: ChoicesSchema }),
  v.object({ type: v.literal('outbox'), outbox: OutboxViewSchema }),
  /** The task's files are others than before. */
  v.object({ type: v.literal('files'), files: v.array(TaskFileSchema) }),
  v.object({ type: v.literal('reviewed'), reviewed: ReviewedSchema }),
  /** The message left: the draft may go, unless it is another than `text` by now (edited, then sent by "Try Again"). */
  v.object({ type: v.literal('sent'), text: v.optional(v.string()) }),
  /** Fill the composer (a command called with arguments, a failed message taken up again). */
  v.object({
    type: v.literal('draft'),
    text: v.string(),
    /** Add the text to what is being written instead of replacing it. */
    append: v.optional(v.boolean()),
    ...TaskOptions,
  }),
  /** Show this tool call (a click on "Review" elsewhere). */
  v.object({ type: v.literal('reveal'), callId: v.string() }),
  v.object({ type: v.literal('focusComposer') }),
]);
export type ToView = v.InferOutput<typeof ToViewSchema>;

/**
 * What is posted to the view: a message, or, for most of an answer, nothing but a text, which goes behind the text that grew last
 * (core/text-place.ts). A view that knows of no such text says `ready` again.
 */
export const PostedSchema = v.union([v.string(), ToViewSchema]);
export type Posted = v.InferOutput<typeof PostedSchema>;

/** What the view sends of a draft; the options count only for a new task. */
export const OutgoingDraftSchema = v.object({
  text: v.string(),
  ...TaskOptions,
  /** The first message of a task whose files must follow in the second (core/opening-message.ts). */
  opening: v.optional(v.string()),
});
export type OutgoingDraft = v.InferOutput<typeof OutgoingDraftSchema>;

const MAX_DROPPED_BYTES = 50 * 1024 * 1024;

export const ToHostSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** So long (milliseconds) each of the last messages waited until a frame took it up. */
  v.object({
    type: v.literal('waited'),
    ms: v.pipe(v.array(v.pipe(v.number(), v.finite(), v.minValue(0))), v.maxLength(100)),
  }),
  /** Tell the turns that come before `before`: a page, or all from `step` of the turn `until` on, or from the call `callId` on. */
  v.object({
    type: v.literal('earlier'),
    before: v.string(),
    until: v.optional(v.string()),
    step: v.optional(v.number()),
    callId: v.optional(v.string()),
  }),
  /**
   * Tell the steps of a turn, or of its subagent with the key `agent`, that come before the one at `before`: a page, or all from the
   * one at `step` on, or from the call `callId` on, if it is in this turn.
   */
  v.object({
    type: v.literal('steps'),
    turn: v.string(),
    agent: v.optional(v.string()),
    before: v.number(),
    step: v.optional(v.number()),
    callId: v.optional(v.string()),
  }),
  /** Tell a part whole that came cut (session/part-text.ts). */
  v.object({ type: v.literal('open'), key: v.string() }),
  /** Send the draft: a new task while composing (the options count only then), else a follow-up. */
  v.object({ type: v.literal('send'), ...OutgoingDraftSchema.entries }),
  /** Something is to be done with a waiting message; `edit` puts it back into the textbox. */
  v.object({
    type: v.literal('queued'),
    id: v.string(),
    deed: v.picklist(['edit', 'remove', 'up', 'down']),
  }),
  /** Send what waits, whatever paused it. */
  v.object({ type: v.literal('sendQueued') }),
  v.object({ type: v.literal('pickFiles'), what: v.picklist(['files', 'folders']) }),
  /** URIs dropped from the explorer or an editor tab. */
  v.object({ type: v.literal('dropUris'), uris: v.array(v.string()) }),
  /** A file dropped from the desktop or pasted: the browser frame tells no path, so its bytes come along. */
  v.object({
    type: v.literal('dropFile'),
    name: v.string(),
    bytes: v.pipe(
      v.instance(Uint8Array),
      v.check((bytes) => bytes.byteLength <= MAX_DROPPED_BYTES, 'larger than 50 MB'),
    ),
  }),
  /** Lets the person change their sets or presets. */
  v.object({ type: v.literal('manage'), what: v.picklist(['variables', 'presets']) }),
  v.object({ type: v.literal('savePreset'), text: v.string() }),
  /** `key`: one file of a folder. */
  v.object({ type: v.literal('removeFile'), id: v.string(), key: v.optional(v.string()) }),
  /** Lets a file go although it looks like a secret, or keeps it here again. */
  v.object({
    type: v.literal('tickFile'),
    id: v.string(),
    key: v.optional(v.string()),
    ticked: v.boolean(),
  }),
  /** Tell more rows of a folder. */
  v.object({ type: v.literal('moreFiles'), id: v.string() }),
  /** Stop what is being sent: the draft stays. */
  v.object({ type: v.literal('stopSending') }),
  v.object({ type: v.literal('cancel') }),
  /** Compose a new task like this one. */
  v.object({ type: v.literal('runAgain') }),
  /** `shown` is the call as the view shows it: an approval of another one is not sent. */
  v.object({
    type: v.literal('answer'),
    callId: v.string(),
    outcome: OutcomeSchema,
    shown: ShownCallSchema,
    /** Why it is rejected; sent as a message when the agent is ready for one. */
    reason: v.optional(v.string()),
  }),
  /** Go to the call that waits for an answer: it may be among those that the view does not have. */
  v.object({ type: v.literal('showWaiting') }),
  /** Show all of this call in an editor. */
  v.object({ type: v.literal('review'), callId: v.string() }),
  v.object({ type: v.literal('openArtifact'), path: v.string() }),
  /** `path` is there for the actions on one file. */
  v.object({ type: v.literal('useFiles'), action: FileActionSchema, path: v.optional(v.string()) }),
  v.object({ type: v.literal('openLink'), href: v.string() }),
  v.object({ type: v.literal('copy'), text: v.string() }),
  /** The same for the answer in a turn of which the view has only the end. */
  v.object({ type: v.literal('copyAnswer'), turn: v.string() }),
  /** Show the whole result of a part in an editor (session/part-text.ts). */
  v.object({ type: v.literal('openText'), key: v.string() }),
  /** Insert code at the cursor of the editor that was active last. */
  v.object({ type: v.literal('insert'), text: v.string() }),
  /** Try the connection again now. */
  v.object({ type: v.literal('reconnect') }),
  /** A part of the conversation could not be shown, for the log. */
  v.object({
    type: v.literal('broken'),
    part: v.string(),
    reason: v.pipe(v.string(), v.maxLength(300)),
  }),
  /** The browser says that the network is back. */
  v.object({ type: v.literal('online') }),
  /** `draft` is what the view shows: what is sent again is what the person sees. */
  v.object({
    type: v.literal('act'),
    action: ActionSchema.entries.id,
    draft: v.optional(OutgoingDraftSchema),
  }),
]);
export type ToHost = v.InferOutput<typeof ToHostSchema>;
