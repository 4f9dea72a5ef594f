import type { Posted, ToView } from './protocol';
import type { Patch } from './session/patch';

type TextPatch = Extract<Patch, { op: 'text' }>;

/**
 * Where text goes that is posted by itself (Posted): behind the text that grew last. The host has one for what it posts, the view
 * one for what it gets; both go by the messages alone, so they agree.
 */
export class TextPlace {
  #grewLast: TextPatch | undefined;

  /** What to post for `message`. */
  pack(message: ToView): Posted {
    const text = this.#textAlone(message);
    this.#note(message);
    return text ?? message;
  }

  /** The message that was posted as this; undefined for a text of which nothing tells where it goes. */
  unpack(posted: Posted): ToView | undefined {
    if (typeof posted !== 'string') {
      this.#note(posted);
      return posted;
    }
    return this.#grewLast && { type: 'changes', patches: [{ ...this.#grewLast, text: posted }] };
  }

  /** The text, when all that changed is that the text which grew last grew again. */
  #textAlone(message: ToView): string | undefined {
    if (message.type !== 'changes' || message.head !== undefined || message.connection !== undefined)
      return undefined;
    const [patch, ...others] = message.patches;
    if (patch?.op !== 'text' || others.length > 0) return undefined;
    const { turn, key, text } = patch;
    return turn === this.#grewLast?.turn && key === this.#grewLast.key ? text : undefined;
  }

  #note(message: ToView): void {
    if (message.type === 'snapshot') this.#grewLast = undefined;
    if (message.type !== 'changes') return;
    const last = message.patches.findLast((patch) => patch.op === 'text');
    // Where, and nothing of what it said.
    if (last !== undefined) this.#grewLast = { ...last, text: '' };
  }
}
