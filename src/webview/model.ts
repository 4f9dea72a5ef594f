import type { Choices, Composer, OutboxView, Profile, Reviewed, TaskFile, ToView } from '../core/protocol';
import type { Connection, TaskHead } from '../core/session/state';
import { emptyTranscript } from '../core/session/transcript';
import {
  patchWindow,
  withEarlier,
  withEarlierSteps,
  type TranscriptWindow,
} from '../core/session/transcript-window';
import type { ViewState } from '../core/view-state';

/** What the person is writing; the view's own until it is sent. */
export interface Draft {
  readonly text: string;
  readonly systemPrompt: string;
  /** Undefined until the person decides: then the host's default counts. */
  readonly autoExecute?: boolean | undefined;
  /** Undefined until the person decides: then the task is shown. */
  readonly showInHistory?: boolean | undefined;
  /** The name of a set. */
  readonly variables?: string | undefined;
  /** The first message when the files must follow, once the person has changed it. */
  readonly opening?: string | undefined;
}

const noChoices: Choices = { sets: [], given: { env: [], secrets: [] }, presets: [] };

const emptyDraft: Draft = { text: '', systemPrompt: '' };

/** All that is on screen. Immutable; a part that did not change keeps its identity. */
export interface Model {
  /** False until the first snapshot: nothing is known yet. */
  readonly ready: boolean;
  /** Absent while a new task is being composed. */
  readonly head?: TaskHead | undefined;
  /** The end of it, and what of the rest was asked for. */
  readonly transcript: TranscriptWindow;
  readonly connection: Connection;
  readonly composer: Composer;
  /** What waits to be sent. */
  readonly outbox: OutboxView;
  /** Under which the host keeps the composer's files. */
  readonly draftId?: string | undefined;
  /** Whose credential the task works with. */
  readonly profile?: Profile | undefined;
  readonly choices: Choices;
  /** The task's files, in the order of their paths. */
  readonly files: readonly TaskFile[];
  readonly reviewed: Readonly<Reviewed>;
  readonly autoExecute: boolean;
  readonly draft: Draft;
  /** Something the view itself has to say about the draft (a file that is too large). */
  readonly notice?: string | undefined;
}

/** The view before the host has said anything; the draft of an earlier life of the view is there at once. */
export function initialModel(saved: ViewState): Model {
  const { text, systemPrompt, autoExecute, showInHistory, variables, opening } = saved;
  const { draftId, profileId } = saved;
  return {
    ready: false,
    transcript: emptyTranscript,
    connection: { kind: 'idle' },
    composer: { files: [], folders: [], sending: false },
    outbox: { messages: [] },
    draftId,
    profile: profileId === undefined ? undefined : { id: profileId },
    files: [],
    reviewed: [],
    autoExecute: true,
    choices: noChoices,
    draft: { text, systemPrompt, autoExecute, showInHistory, variables, opening },
  };
}

/** The model after a message from the host; `reveal` and `focusComposer` are deeds, not state, and change nothing. */
export function reduceModel(model: Model, message: ToView): Model {
  switch (message.type) {
    case 'snapshot': {
      const { type: _, choices = noChoices, ...state } = message;
      return { ...model, head: undefined, profile: undefined, choices, ...state, ready: true };
    }
    case 'changes':
      return {
        ...model,
        transcript: patchWindow(model.transcript, message.patches),
        head: message.head ?? model.head,
        connection: message.connection ?? model.connection,
      };
    case 'earlier':
      return { ...model, transcript: withEarlier(model.transcript, message.before, message.page) };
    case 'steps': {
      const { turn, before, page, agent } = message;
      return { ...model, transcript: withEarlierSteps(model.transcript, turn, before, page, agent) };
    }
    case 'composer':
      return { ...model, composer: message.composer };
    case 'profile':
      return { ...model, profile: message.profile };
    case 'choices':
      return { ...model, choices: message.choices };
    case 'outbox':
      return { ...model, outbox: message.outbox };
    case 'files':
      return { ...model, files: message.files };
    case 'reviewed':
      return { ...model, reviewed: message.reviewed };
    case 'sent':
      // What was written on after the send is another draft.
      if (message.text !== undefined && message.text !== model.draft.text) return model;
      return { ...model, draft: emptyDraft, notice: undefined };
    case 'draft': {
      const { systemPrompt, autoExecute, showInHistory, variables } = message;
      const { draft } = model;
      const { opening: _, ...withoutOpening } = draft;
      const before = message.append === true ? draft.text.trimEnd() : '';
      const text = before === '' ? message.text : `${before}\n\n${message.text}`;
      return {
        ...model,
        draft: {
          ...(message.append === true ? draft : withoutOpening),
          text,
          systemPrompt: systemPrompt ?? draft.systemPrompt,
          autoExecute: autoExecute ?? draft.autoExecute,
          ...(showInHistory !== undefined && { showInHistory }),
          ...(variables !== undefined && { variables }),
        },
      };
    }
    case 'reveal':
    case 'focusComposer':
      return model;
  }
}
