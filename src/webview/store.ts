import type { Posted, ToView } from '../core/protocol';
import { mergePatches } from '../core/session/merge-patches';
import { withoutOldest, withoutOldestSteps } from '../core/session/transcript-window';
import { TextPlace } from '../core/text-place';
import { reduceModel, type Draft, type Model } from './model';
import { FrameWaits } from './frame-waits';
import { TextGrowth } from './text-growth';

/** What is done once, after the screen shows the state it belongs to. */
export type Deed = Extract<ToView, { type: 'reveal' | 'focusComposer' | 'draft' | 'sent' }>;

export interface StoreDeps {
  /** Runs `work` with the next frame. */
  readonly nextFrame: (work: () => void) => void;
  readonly render: (model: Model) => void;
  readonly perform: (deed: Deed) => void;
  /** Something was told that has no place here: only a snapshot helps. */
  readonly lost: () => void;
  /** Milliseconds, of any clock. */
  readonly now: () => number;
  /** So long (ms) messages waited for their frames. */
  readonly waited: (ms: number[]) => void;
}

/** The view's state. However many messages arrive, the screen is brought up to date once a frame. */
export class Store {
  readonly growth = new TextGrowth();
  #model: Model;
  #messages: ToView[] = [];
  #scheduled = false;
  readonly #place = new TextPlace();
  #lost = false;
  readonly #waits: FrameWaits;

  constructor(
    initial: Model,
    private readonly deps: StoreDeps,
  ) {
    this.#model = initial;
    this.#waits = new FrameWaits(deps.now, deps.waited);
  }

  get model(): Model {
    return this.#model;
  }

  /** A message from the host; it takes effect with the next frame, in order. */
  receive(posted: Posted): void {
    const message = this.#place.unpack(posted);
    if (message === undefined) {
      if (!this.#lost) this.deps.lost();
      this.#lost = true;
      return;
    }
    if (message.type === 'snapshot') this.#lost = false;
    this.#messages.push(message);
    this.#waits.arrived();
    this.#schedule();
  }

  /** The person changed the draft. It counts at once, so that no key press is lost; the screen follows. */
  edit(change: Partial<Draft>): void {
    this.#model = { ...this.#model, draft: { ...this.#model.draft, ...change }, notice: undefined };
    this.#schedule();
  }

  /** The draft is being sent: marked before the host says so, so that a second key press cannot send it again. */
  markSending(): void {
    const { problem: _, ...composer } = this.#model.composer;
    this.#model = { ...this.#model, composer: { ...composer, sending: true }, notice: undefined };
    this.#schedule();
  }

  /** Lets go of old turns, of which the newest `count` stay. */
  forgetOldest(count: number): void {
    this.#model = { ...this.#model, transcript: withoutOldest(this.#model.transcript, count) };
    this.#schedule();
  }

  /** Lets go of the oldest steps of long turns. */
  forgetSteps(): void {
    this.#model = { ...this.#model, transcript: withoutOldestSteps(this.#model.transcript) };
    this.#schedule();
  }

  notify(notice: string | undefined): void {
    this.#model = { ...this.#model, notice };
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.deps.nextFrame(() => {
      this.#scheduled = false;
      this.#waits.frame();
      this.#flush();
    });
  }

  #flush(): void {
    const messages = this.#messages;
    this.#messages = [];
    for (const message of joinChanges(messages)) {
      const before = this.#model.transcript;
      this.#model = reduceModel(this.#model, message);
      if (message.type === 'changes') this.growth.note(before, this.#model.transcript, message.patches);
    }
    this.deps.render(this.#model);
    for (const message of messages) if (isDeed(message)) this.deps.perform(message);
  }
}

function isDeed(message: ToView): message is Deed {
  return ['reveal', 'focusComposer', 'draft', 'sent'].includes(message.type);
}

type Changes = Extract<ToView, { type: 'changes' }>;

/** Changes of one frame that follow each other count as one, so that text growth is known across all of them. */
function joinChanges(messages: readonly ToView[]): readonly ToView[] {
  const joined: ToView[] = [];
  let run: Changes[] = [];
  const endRun = (): void => {
    if (run.length > 0) joined.push(asOne(run));
    run = [];
  };
  for (const message of messages) {
    if (message.type === 'changes') {
      run.push(message);
      continue;
    }
    endRun();
    joined.push(message);
  }
  endRun();
  return joined;
}

function asOne(run: readonly Changes[]): Changes {
  return {
    type: 'changes',
    patches: mergePatches(run.flatMap(({ patches }) => patches)),
    head: run.findLast(({ head }) => head !== undefined)?.head,
    connection: run.findLast(({ connection }) => connection !== undefined)?.connection,
  };
}
