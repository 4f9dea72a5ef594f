import { describeError, isSigmicError, type Clock } from '../../core/api';
import type { Composer as ComposerState, OutgoingDraft, Problem } from '../../core/protocol';
import type { Attached, Attachment } from '../attachment';
import { deliver, doubtWords, lookFor, UnknownFate, type Delivery } from './delivery';
import { DraftFiles } from './draft-files';
import { goes, openFiles, type NamedFile } from './open-files';
import { SendProgress } from './send-progress';
import type { Attempt, Sending } from './sending';
import type { Queue } from './outbox/panel-outbox';

export type Draft = OutgoingDraft;

export interface ComposerDeps {
  /** The state changed. */
  readonly changed: () => void;
  /** The draft left: the view may drop its text, if that is still what it shows. */
  readonly sent: (text: string) => void;
  /** `opening`: only the first message of the new task, which the draft itself follows. `attempt`: one that it takes up. */
  readonly delivery: (draft: Draft, opening: boolean, attempt?: Attempt) => Delivery;
  /** Keeps in mind, over the end of the window, what may have left; undefined when nothing did. Done when it is safe. */
  readonly remember: (sending: Sending | undefined) => Promise<void>;
  /** Where a message goes that cannot be sent now; undefined when it can. */
  readonly queue: () => Queue | undefined;
  /** Whether the draft's files cannot go with the request that creates the task. */
  readonly filesFollow: (draft: Draft) => boolean;
  /** These files are in the task now. */
  readonly delivered: (files: readonly NamedFile[]) => void;
  /** Asks to sign in and repeats, as services.withSignIn does. */
  readonly withSignIn: <T>(operation: () => Promise<T>) => Promise<T>;
  /** Says something that needs no answer. */
  readonly tell: (message: string) => void;
  readonly failed: (error: unknown) => void;
  /** The machine's own unless given. */
  readonly clock?: Clock;
  /** `doing` completes "Could not ..."; `look` tells where to see whether a message arrived. */
  readonly words: () => { readonly doing: string; readonly look: string };
}

/** The host's part of the textbox: its files, its sending, its problem. A failed send loses nothing. */
export class Composer {
  private readonly files = new DraftFiles();
  /** Stops the send that is on its way. */
  private aborter: AbortController | undefined;
  private readonly progress = new SendProgress(() => this.deps.changed());
  private looking = 0;
  private problem: Problem | undefined;
  /** The draft that failed last, and its delivery when that may have arrived all the same. */
  private failed:
    { readonly draft: Draft; readonly doubtful: Delivery | undefined; readonly opening: boolean } | undefined;

  constructor(private readonly deps: ComposerDeps) {}

  get state(): ComposerState {
    return {
      ...this.files.listing,
      sending: this.sending,
      ...(this.looking > 0 && { looking: true }),
      ...(this.progress.state && { progress: this.progress.state }),
      ...(this.problem && { problem: this.problem }),
    };
  }

  get attachments(): readonly Attachment[] {
    return this.files.named.map(({ attachment }) => attachment);
  }

  /** Whether something besides the text would go. */
  get sendsFiles(): boolean {
    return this.files.named.some(({ attachment }) => goes(attachment));
  }

  attach(attached: Attached): void {
    const refusal = this.files.add(attached);
    this.set(refusal === undefined ? undefined : { message: refusal });
  }

  /** Attaches files that are being looked at; nothing is sent before that is done. */
  async attachWhenLooked(attaching: Promise<Attached>): Promise<void> {
    this.looking += 1;
    this.deps.changed();
    try {
      const attached = await attaching;
      this.looking -= 1;
      this.attach(attached);
    } catch (error) {
      this.looking -= 1;
      this.deps.changed();
      throw error;
    }
  }

  remove(id: string, key?: string): void {
    if (this.sending) return;
    this.files.remove(id, key);
    this.set(undefined);
  }

  tick(id: string, ticked: boolean, key?: string): void {
    if (this.sending) return;
    this.files.tick(id, ticked, key);
    this.set(undefined);
  }

  showMore(id: string): void {
    this.files.showMore(id);
    this.deps.changed();
  }

  /** Whether some of what was attached stays here unless the person says otherwise; then says so. */
  holdsBack(): boolean {
    const held = this.files.heldBack;
    if (held === undefined) return false;
    this.set({ message: held });
    return true;
  }

  /** Stops what is being sent; the draft stays as it is. */
  stop(): void {
    this.aborter?.abort();
  }

  /**
   * Sends the draft; false when it did not leave, and then `state.problem` says why. A task whose files must follow is created
   * first, by an opening message; what fails after that is a draft in the chat of that task.
   */
  async send(draft: Draft): Promise<boolean> {
    const opened = this.failed?.opening === true && this.failed.doubtful !== undefined;
    if (this.sending || !(opened || this.deps.filesFollow(draft))) return this.sendOne(draft, false);
    return (await this.sendOne(draft, true)) && this.sendOne({ text: draft.text }, false);
  }

  /** Takes up what an earlier window was sending when it went away: looks for it, and says so or offers to send it again. */
  async takeUp({ draft, opening }: Sending, delivery: Delivery): Promise<void> {
    const { named } = this.files;
    this.failed = { draft, doubtful: delivery, opening };
    const { signal } = (this.aborter = new AbortController());
    this.set(undefined);
    const look = await lookFor(delivery, this.deps.clock, signal);
    this.aborter = undefined;
    if (look !== 'arrived') {
      const what = 'The window was closed while this was sent';
      this.set(sendAgain(doubtWords({ look }, this.deps.words().look, what)));
      return;
    }
    void this.deps.remember(undefined);
    if (opening) {
      this.failed = { draft: { text: draft.text }, doubtful: undefined, opening: false };
      const message = 'The task was created, but this message with its files was not sent to it yet.';
      this.set({ message, action: { id: 'retry', label: 'Send' } });
      return;
    }
    this.failed = undefined;
    this.files.drop(named);
    this.deps.delivered(named);
    this.deps.sent(draft.text);
    this.deps.changed();
  }

  private async sendOne(draft: Draft, opening: boolean): Promise<boolean> {
    if (this.sending) return false;
    if (this.looking > 0) {
      this.set({ message: 'The files are still being looked at: send again when they are listed.' });
      return false;
    }
    if (draft.text.trim() === '') {
      this.set({ message: 'Write a message first.' });
      return false;
    }
    const doubtful = this.failed?.draft.text === draft.text ? this.failed.doubtful : undefined;
    // What may have arrived is looked for as it was sent; what is sent now is the draft of now, with its options. Both are one
    // attempt: what is kept on disk of it must lead to whichever arrived.
    const fresh = this.deps.delivery(draft, opening, doubtful?.attempt);
    const delivery: Delivery = {
      attempt: fresh.attempt,
      send: (files, progress) => fresh.send(files, progress),
      arrived: () => (doubtful ?? fresh).arrived(),
    };
    const { signal } = (this.aborter = new AbortController());
    this.set(undefined);
    try {
      const { obstacle, changed } = await this.files.look();
      if (obstacle !== undefined) {
        this.problem = { message: obstacle };
        return false;
      }
      const { named } = this.files;
      const queue = this.deps.queue();
      if (queue === undefined) {
        await this.deliver(delivery, { draft, opening }, doubtful !== undefined, signal);
        if (!opening) this.deps.delivered(named);
      }
      // One that arrived after all is what keeps the task busy.
      else if ((await doubtful?.arrived()) !== true)
        await queue(
          draft.text,
          named.filter(({ attachment }) => goes(attachment)),
        );
      this.failed = undefined;
      if (opening) return true;
      this.files.drop(named);
      if (changed !== undefined) this.deps.tell(changed);
      return true;
    } catch (error) {
      // One that was stopped may have left before.
      const isStopped = isSigmicError(error, 'cancelled') && error.sent;
      const isDoubtful = error instanceof UnknownFate || isStopped || doubtful !== undefined;
      this.failed = { draft, doubtful: isDoubtful ? delivery : undefined, opening };
      this.problem = this.describe(error);
      return false;
    } finally {
      this.aborter = undefined;
      this.progress.end();
      if (this.failed?.doubtful === undefined) void this.deps.remember(undefined);
      if (!opening && this.problem === undefined && this.failed === undefined) this.deps.sent(draft.text);
      this.deps.changed();
    }
  }

  /** What the button of the problem shown does: sends again what failed, as the person sees it by now. */
  async retry(draft = this.failed?.draft): Promise<boolean> {
    if (this.failed === undefined || this.problem?.action === undefined || draft === undefined) return false;
    return this.send(draft);
  }

  private async deliver(
    delivery: Delivery,
    { draft, opening }: Pick<Sending, 'draft' | 'opening'>,
    again: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const opened = await openFiles(this.files.named, { signal, onPacked: this.progress.of('packing') });
    const progress = { signal, onProgress: this.progress.of('sending') };
    try {
      // Before a task is created for them, its files are known to be ready.
      const files = opening ? [] : opened.files;
      await this.deps.remember({ draft, opening, attempt: delivery.attempt });
      await this.deps.withSignIn(() => deliver(delivery, files, progress, again, this.deps.clock));
    } finally {
      await opened.dispose();
    }
  }

  private get sending(): boolean {
    return this.aborter !== undefined;
  }

  private describe(error: unknown): Problem | undefined {
    if (isSigmicError(error, 'cancelled')) return undefined;
    this.deps.failed(error);
    if (!(error instanceof UnknownFate)) return describeError(error, this.deps.words().doing);
    return sendAgain(doubtWords(error, this.deps.words().look));
  }

  private set(problem: Problem | undefined): void {
    this.problem = problem;
    this.deps.changed();
  }
}

function sendAgain(message: string): Problem {
  return { message, action: { id: 'retry', label: 'Send Again' } };
}
