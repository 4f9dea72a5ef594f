import { createRef, render } from 'preact';
import { announcement } from './announcements';
import type { Choices } from '../core/protocol';
import type { ViewState } from '../core/view-state';
import type { Bridge } from './bridge';
import { handleMarkdownEvent } from './click-actions';
import { App } from './components/app';
import type { ConversationHandle } from './components/conversation';
import type { ViewServices } from './components/view-context';
import { Destination } from './destination';
import { readDropped } from './dropped-files';
import { Folds } from './folds';
import { Colouring } from './markdown/colouring';
import { IdleWork } from './markdown/idle-work';
import { initialModel, type Draft, type Model } from './model';
import { outgoingDraft } from './outgoing-draft';
import { obstacleOf } from './obstacle';
import { Reasons } from './reasons';
import { StateKeeper } from './state-keeper';
import { Store, type Deed } from './store';
import { watchDrops } from './watch-drops';

/** The view as a whole: joins the store, the screen, what is saved, and the host. Lives as long as its page. */
export class View {
  readonly #saved;
  readonly #keeper: StateKeeper;
  readonly #store: Store;
  readonly #services: ViewServices;
  readonly #destination: Destination;
  readonly #textbox = createRef<HTMLTextAreaElement>();
  #handle: ConversationHandle | undefined;
  #shown: Model;
  #dragging = false;
  #announced = '';

  constructor(
    private readonly root: HTMLElement,
    private readonly bridge: Bridge,
  ) {
    this.#saved = bridge.readState();
    this.#shown = initialModel(this.#saved);
    this.#destination = new Destination((message) => bridge.post(message));
    if (this.#saved.scroll !== undefined) this.#destination.go(this.#saved.scroll);
    this.#keeper = new StateKeeper(
      () => this.#collect(),
      (state) => bridge.saveState(state),
    );
    this.#store = new Store(this.#shown, {
      nextFrame: (work) => requestAnimationFrame(work),
      render: (model) => this.#render(model),
      perform: (deed) => this.#perform(deed),
      lost: () => bridge.post({ type: 'ready' }),
      now: () => performance.now(),
      waited: (ms) => bridge.post({ type: 'waited', ms }),
    });
    const colouring = new Colouring(new IdleWork((run) => requestIdleCallback(run)));
    this.#services = {
      post: (message) => bridge.post(message),
      forgetOldest: (count) => {
        if (!this.#destination.isAhead) this.#store.forgetOldest(count);
      },
      forgetSteps: () => {
        if (!this.#destination.isAhead) this.#store.forgetSteps();
      },
      takeUp: (text) => this.#takeUp(text),
      folds: new Folds(this.#saved.folds ?? {}, () => this.#keeper.changed()),
      reasons: new Reasons(this.#saved.reasons ?? {}, () => this.#keeper.changed()),
      growth: this.#store.growth,
      colour: (node) => colouring.add(node),
    };
  }

  start(): void {
    const { bridge, root } = this;
    bridge.onMessage((message) => this.#store.receive(message));
    for (const type of ['click', 'auxclick'])
      root.addEventListener(type, (event) => handleMarkdownEvent(event, bridge.post));
    for (const type of ['wheel', 'pointerdown', 'keydown'])
      root.addEventListener(type, () => this.#destination.forget(), { passive: true });
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') handleMarkdownEvent(event, bridge.post);
    });
    watchDrops(document, {
      uris: (uris) => bridge.post({ type: 'dropUris', uris: [...uris] }),
      file: (file, name) => void this.#attach(file, name),
      dragging: (dragging) => this.#drag(dragging),
    });
    window.addEventListener('online', () => bridge.post({ type: 'online' }));
    for (const type of ['pagehide', 'blur']) window.addEventListener(type, () => this.#keeper.flush());
    document.addEventListener('visibilitychange', () => this.#keeper.flush());
    this.#render(this.#shown);
    bridge.post({ type: 'ready' });
  }

  #render(model: Model): void {
    const before = this.#shown;
    this.#shown = model;
    this.#announced = announcement(before, model) ?? this.#announced;
    render(
      <App
        model={model}
        services={this.#services}
        textbox={this.#textbox}
        dragging={this.#dragging}
        announced={this.#announced}
        onEdit={(change) => this.#edit(change)}
        onExample={(text) => this.#takeExample(text)}
        onSend={() => this.#send()}
        onHandle={(handle) => (this.#handle = handle)}
        onMoved={() => this.#keeper.changed()}
      />,
      this.root,
    );
    this.#destination.look(model.transcript, this.#handle);
    if (model.draft !== before.draft || model.choices !== before.choices) this.#keeper.changed();
    if (
      model.head?.id !== before.head?.id ||
      model.draftId !== before.draftId ||
      model.profile?.id !== before.profile?.id
    ) {
      this.#keeper.changed();
      this.#keeper.flush();
    }
    if (model.ready && !before.ready && model.head === undefined) this.#textbox.current?.focus();
  }

  #perform(deed: Deed): void {
    if (deed.type === 'reveal') {
      this.#destination.go({ callId: deed.callId });
      this.#destination.look(this.#store.model.transcript, this.#handle);
    } else if (deed.type !== 'sent') this.#textbox.current?.focus();
  }

  #edit(change: Partial<Draft>): void {
    this.#store.edit(change);
    this.#keeper.changed();
  }

  #takeUp(text: string): boolean {
    const isFree = this.#store.model.draft.text.trim() === '';
    if (isFree) this.#edit({ text });
    this.#textbox.current?.focus();
    return isFree;
  }

  #takeExample(text: string): void {
    this.#edit({ text });
    this.#textbox.current?.focus();
  }

  #send(): void {
    const { model } = this.#store;
    // Asked of the state, not of the screen, which may be a frame behind the last key press.
    if (obstacleOf(model) !== undefined) return;
    this.#store.markSending();
    this.bridge.post({ type: 'send', ...outgoingDraft(model) });
  }

  async #attach(file: File, name: string): Promise<void> {
    const read = await readDropped(file, name);
    if (typeof read === 'string') this.#store.notify(read);
    else this.bridge.post({ type: 'dropFile', ...read });
  }

  #drag(dragging: boolean): void {
    if (dragging === this.#dragging) return;
    this.#dragging = dragging;
    this.#render(this.#shown);
  }

  #collect() {
    const { head, draft, draftId, profile, choices, ready } = this.#store.model;
    return {
      taskId: head?.id ?? this.#saved.taskId,
      at: Date.now(),
      draftId,
      profileId: profile?.id,
      text: draft.text,
      systemPrompt: draft.systemPrompt,
      autoExecute: draft.autoExecute,
      showInHistory: draft.showInHistory,
      variables: draft.variables,
      opening: draft.opening,
      forgotten: ready ? lostOnReload(choices) : this.#saved.forgotten,
      folds: this.#services.folds.toRecord(),
      reasons: this.#services.reasons.toRecord(),
      scroll: this.#destination.place ?? this.#handle?.follower.place(),
    };
  }
}

/** Values that a command gave are in no file, so that of these variables only the names outlive the window. */
function lostOnReload({ given, forgotten }: Choices): ViewState['forgotten'] {
  const names = [...given.env, ...given.secrets];
  return names.length === 0 ? forgotten : { from: 'command', names };
}
