import type { RefObject } from 'preact';
import type { Draft, Model } from '../model';
import { Composer } from './composer';
import { ConnectionStatus } from './connection-status';
import { Conversation, type ConversationHandle } from './conversation';
import { Icon } from './icon';
import { Outbox } from './outbox';
import { ProfileLabel } from './profile-label';
import { ReviewedContext, ViewContext, type ViewServices } from './view-context';
import { Welcome } from './welcome';

export interface AppProps {
  readonly model: Model;
  readonly services: ViewServices;
  readonly textbox: RefObject<HTMLTextAreaElement | null>;
  /** Whether something that can be attached is being dragged over the view. */
  readonly dragging: boolean;
  /** The last thing that a screen reader is told. */
  readonly announced: string;
  readonly onEdit: (change: Partial<Draft>) => void;
  readonly onExample: (text: string) => void;
  readonly onSend: () => void;
  readonly onHandle: (handle: ConversationHandle | undefined) => void;
  readonly onMoved: () => void;
}

/** The whole view: the conversation, or a welcome while there is none, and below it the composer. */
export function App(props: AppProps) {
  const { model, services, textbox, dragging, announced } = props;
  if (!model.ready) return <div class="loading muted">Loading…</div>;
  const composing = model.head === undefined && model.transcript.turns.length === 0;
  return (
    <ViewContext.Provider value={services}>
      <main class={`app${composing ? ' composing' : ''}`}>
        {composing ? (
          <Welcome onExample={props.onExample} />
        ) : (
          <ReviewedContext.Provider value={model.reviewed}>
            <Conversation
              transcript={model.transcript}
              head={model.head}
              files={model.files}
              onHandle={props.onHandle}
              onMoved={props.onMoved}
            />
          </ReviewedContext.Provider>
        )}
        <div class="dock">
          <Outbox outbox={model.outbox} />
          <Composer model={model} textbox={textbox} onEdit={props.onEdit} onSend={props.onSend} />
          <div class="dock-foot">
            <ProfileLabel profile={model.profile} />
            {!composing && <ConnectionStatus connection={model.connection} />}
          </div>
        </div>
        {dragging && (
          <div class="drop-target">
            <div>
              <Icon name="cloud-upload" /> Drop to attach
            </div>
          </div>
        )}
        <div class="visually-hidden" aria-live="polite">
          {announced}
        </div>
      </main>
    </ViewContext.Provider>
  );
}
