import { MOST_QUEUED, type Outbox, type Pause, type QueuedMessage, type Sender } from './outbox';

export type OutboxEvent =
  | { readonly type: 'add'; readonly message: QueuedMessage }
  /** Not while it is being sent. */
  | { readonly type: 'remove'; readonly id: string }
  /** Up (-1) or down (1), never past one that is being sent. */
  | { readonly type: 'move'; readonly id: string; readonly by: -1 | 1 }
  | { readonly type: 'pause'; readonly pause: Pause }
  /** The person says "send". `release`: also after a turn that did not end well. */
  | { readonly type: 'resume'; readonly release: boolean }
  /** One window takes the first message to send it. `sends`: how many it has seen leave; if fewer than did, it may not. */
  | {
      readonly type: 'claim';
      readonly id: string;
      readonly by: Sender;
      readonly known: number;
      readonly sends: number;
    }
  /** The claimed message has left, or is known to have arrived. */
  | { readonly type: 'sent'; readonly id: string; readonly life: string }
  /**
   * The claimed message did not leave, or nobody knows (`doubtful`). Also said of a window that is gone. Without `pause` it
   * waits on: the task was busy after all.
   */
  | {
      readonly type: 'failed';
      readonly id: string;
      readonly life: string;
      readonly doubtful: boolean;
      readonly pause?: Pause;
    }
  /** A message whose fate was unknown has been found in the conversation. */
  | { readonly type: 'found'; readonly id: string };

/**
 * The outbox after `event`; the same object when the event does not apply (any more). All windows put their events through
 * this, one after the other, so that a message is claimed by one of them only and only the one that claimed it ends that.
 */
export function reduceOutbox(outbox: Outbox, event: OutboxEvent): Outbox {
  const { messages } = outbox;
  switch (event.type) {
    case 'add': {
      const known = messages.some(({ id }) => id === event.message.id);
      return known || messages.length >= MOST_QUEUED
        ? outbox
        : { ...outbox, messages: [...messages, event.message] };
    }
    case 'remove':
      return find(outbox, event.id)?.attempt?.by === undefined ? without(outbox, event.id) : outbox;
    case 'move':
      return move(outbox, event.id, event.by);
    case 'pause':
      return outbox.pause !== undefined || messages.length === 0 ? outbox : { ...outbox, pause: event.pause };
    case 'resume': {
      if (outbox.pause === undefined) return outbox;
      const { pause: _, ...rest } = outbox;
      return { ...rest, released: event.release };
    }
    case 'claim':
      return claim(outbox, event);
    case 'sent': {
      if (find(outbox, event.id)?.attempt?.by?.life !== event.life) return outbox;
      return { ...without(outbox, event.id), sends: outbox.sends + 1 };
    }
    case 'failed': {
      const message = find(outbox, event.id);
      if (message?.attempt?.by?.life !== event.life) return outbox;
      const { attempt, ...rest } = message;
      const { sentAt, known, again } = attempt;
      const left = event.doubtful || again === true ? { ...rest, attempt: { sentAt, known } } : rest;
      const sends = outbox.sends + (event.doubtful ? 1 : 0);
      return { ...replace(outbox, left), sends, ...(event.pause && { pause: event.pause }) };
    }
    case 'found': {
      const message = find(outbox, event.id);
      if (message?.attempt === undefined || message.attempt.by !== undefined) return outbox;
      const { pause, ...rest } = without(outbox, event.id);
      const stays = pause !== undefined && pause.kind !== 'doubt';
      return { ...rest, sends: outbox.sends + 1, ...(stays && { pause }) };
    }
  }
}

function claim(outbox: Outbox, event: Extract<OutboxEvent, { type: 'claim' }>): Outbox {
  const [first] = outbox.messages;
  if (first?.id !== event.id || outbox.pause !== undefined || outbox.sends !== event.sends) return outbox;
  if (first.attempt?.by !== undefined) return outbox;
  const { by, known } = event;
  // What may have arrived before is looked for as it was sent then.
  const earlier = first.attempt && { ...first.attempt, again: true };
  const { released: _, ...rest } = outbox;
  return replace(rest, { ...first, attempt: { ...(earlier ?? { sentAt: by.at, known }), by } });
}

function move(outbox: Outbox, id: string, by: -1 | 1): Outbox {
  const messages = [...outbox.messages];
  const index = messages.findIndex((message) => message.id === id);
  const [moved, other] = [messages[index], messages[index + by]];
  if (moved === undefined || other === undefined) return outbox;
  if (moved.attempt?.by !== undefined || other.attempt?.by !== undefined) return outbox;
  messages[index] = other;
  messages[index + by] = moved;
  return { ...outbox, messages };
}

/** When nothing waits any more, there is nothing to pause. */
function without(outbox: Outbox, id: string): Outbox {
  const messages = outbox.messages.filter((message) => message.id !== id);
  if (messages.length === outbox.messages.length) return outbox;
  return messages.length > 0 ? { ...outbox, messages } : { messages, sends: outbox.sends };
}

function replace(outbox: Outbox, message: QueuedMessage): Outbox {
  return { ...outbox, messages: outbox.messages.map((each) => (each.id === message.id ? message : each)) };
}

function find({ messages }: Outbox, id: string): QueuedMessage | undefined {
  return messages.find((message) => message.id === id);
}
