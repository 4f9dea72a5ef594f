import type { StreamEvent } from '../api/events';
import type { Mask } from './mask';
import { maskEvent } from './masked-payloads';

/**
 * The same events, masked. Text comes in pieces that may cut a value anywhere: what may be the beginning of one is held back
 * until the next piece, or until something else comes (`status` does not end a text). What is held when the connection drops
 * is told again by the next one.
 */
export async function* maskStream(
  events: AsyncIterable<StreamEvent>,
  mask: Mask,
): AsyncGenerator<StreamEvent> {
  let held = '';
  for await (const event of events) {
    if (event.type === 'content') {
      const { certain, rest } = mask.split(held + event.data.text);
      held = rest;
      if (certain !== '') yield { type: 'content', data: { ...event.data, text: certain } };
      continue;
    }
    if (event.type !== 'status' && held !== '') {
      const text = mask.text(held);
      held = '';
      yield { type: 'content', data: { text } };
    }
    yield maskEvent(event, mask);
  }
}
