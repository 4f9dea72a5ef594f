import { useLayoutEffect, useRef } from 'preact/hooks';
import type { OutboxView } from '../../core/protocol';
import { findByData } from '../find-by-data';
import { visibleProse } from '../visible-text';
import { Icon } from './icon';
import { memo } from './memo';
import { QueuedMessage } from './queued-message';
import { useView } from './view-context';

/** The messages that wait until the task is ready, between the conversation and the textbox. */
export const Outbox = memo(({ outbox }: { readonly outbox: OutboxView }) => {
  const { post } = useView();
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef<string>(null);
  useLayoutEffect(() => {
    // A message that changes its place loses the focus, which goes along with it.
    if (moved.current === null) return;
    if (list.current !== null) findByData(list.current, 'queued', moved.current)?.focus();
    moved.current = null;
  }, [outbox]);
  const { messages, pause } = outbox;
  if (messages.length === 0) return null;
  const move = (id: string, deed: 'up' | 'down') => {
    moved.current = id;
    post({ type: 'queued', id, deed });
  };
  return (
    <section class="outbox" aria-label="Waiting messages">
      {pause === undefined ? (
        <div class="outbox-title muted">
          <Icon name="history" /> {messages.length === 1 ? 'Waits' : `${messages.length} messages wait`} until
          Sigmic is ready
        </div>
      ) : (
        <div class="problem outbox-pause" role="alert">
          <Icon name="debug-pause" />
          <span class="prose">{visibleProse(pause.message)}</span>
          <button type="button" class="button secondary" onClick={() => post({ type: 'sendQueued' })}>
            {pause.button}
          </button>
        </div>
      )}
      <ol ref={list} class="queue">
        {messages.map((message, index) => (
          <QueuedMessage
            key={message.id}
            message={message}
            first={index === 0}
            last={index === messages.length - 1}
            onMove={(deed) => move(message.id, deed)}
          />
        ))}
      </ol>
    </section>
  );
});
