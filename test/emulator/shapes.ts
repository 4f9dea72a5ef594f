/**
 * The open points of the contract: where the service's own reference is silent, every shape that a
 * client may meet can be switched on here. Shapes may be changed while the emulator runs.
 */
export interface Shapes {
  /** Payloads as they are, or as `{"type":event,"data":payload}` (api.md rule 1). */
  envelope: 'flat' | 'wrapped';
  /** What a running turn sends to a newcomer: the deltas again, or a snapshot with one large `content` (rule 4). */
  catchUp: 'deltas' | 'content';
  /** Status words of tool calls. */
  executingWord: string;
  successWord: string;
  errorWord: string;
  cancelledWord: string;
  /** Field of `tool_result` that carries what the tool said; `split` puts failures into `error`. */
  resultField: 'output' | 'result' | 'split';
  /** A tool's output as text for people, or as an object. */
  outputForm: 'string' | 'object';
  /** Repeats `tool_call` with its last state just before its `tool_result`. */
  toolCallRepeats: boolean;
  /** A last `content` with `isPartial:false` that carries the whole text once more before `done`. */
  closingContent: boolean;
  /** `isPartial` of the ordinary deltas. */
  deltaIsPartial: boolean;
  /** What `done.finalResponse` holds. */
  finalResponse: 'after-tools' | 'all' | 'reworded' | 'empty' | 'missing';
  /** Whether a saved assistant message holds all the text of its turn or only the part after the last tool. */
  historyContent: 'all' | 'final';
  /** How a list with nothing in it (thoughts, tool calls, attached files, approvals) is sent. */
  emptyLists: 'absent' | 'null' | 'empty';
  /** Whether `GET /tasks/:id` lists `pendingApprovals`. */
  pendingApprovals: boolean;
  /** How the stream of a failed run ends after its `error`. */
  errorEnds: 'close' | 'done';
  /** How the stream of a cancelled run ends. */
  cancelEnds: 'done' | 'close' | 'error';
  /** Whether `error` events carry a code. */
  errorCode: boolean;
}

export const defaultShapes: Readonly<Shapes> = {
  envelope: 'flat',
  catchUp: 'deltas',
  executingWord: 'executing',
  successWord: 'success',
  errorWord: 'error',
  cancelledWord: 'cancelled',
  resultField: 'output',
  outputForm: 'string',
  toolCallRepeats: false,
  closingContent: false,
  deltaIsPartial: true,
  finalResponse: 'after-tools',
  historyContent: 'all',
  emptyLists: 'absent',
  pendingApprovals: true,
  errorEnds: 'close',
  cancelEnds: 'done',
  errorCode: true,
};

/** An object's optional list under its name, to be spread into the object. */
export function optionalList(name: string, list: readonly unknown[] | undefined, shapes: Shapes): object {
  if (list !== undefined && list.length > 0) return { [name]: list };
  if (shapes.emptyLists === 'absent') return {};
  return { [name]: shapes.emptyLists === 'null' ? null : [] };
}

/** The word that the service uses for one of our own four states; any other word passes as it is. */
export function statusWord(status: string, shapes: Shapes): string {
  switch (status) {
    case 'executing':
      return shapes.executingWord;
    case 'success':
      return shapes.successWord;
    case 'error':
      return shapes.errorWord;
    case 'cancelled':
      return shapes.cancelledWord;
    default:
      return status;
  }
}
