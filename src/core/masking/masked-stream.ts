import type { StreamEvent } from '../api/events';
import type { Mask } from './mask';
import { maskEvent } from './masked-payloads';
import { TextEnds } from './text-ends';

/**
 * The same events, masked. Text comes in pieces that may cut a value anywhere: what may be the beginning of one is held back
 * until the next piece, or until something comes that ends the text. What is held when the connection drops
 * is told again by the next one.
 */
export async function* maskStream(
  events: AsyncIterable<StreamEvent>,
  mask: Mask,
): AsyncGenerator<StreamEvent> {
  let held = '';
  const ends = new TextEnds();
  for await (const event of events) {
    if (event.type === 'content') {
      const { certain, rest } = mask.split(held + event.data.text);
      held = rest;
      if (certain !== '') yield { type: 'content', data: { ...event.data, text: certain } };
      continue;
    }
    if (ends.after(event) && held !== '') {
      const text = mask.text(held);
      held = '';
      yield { type: 'content', data: { text } };
    }
    yield maskEvent(event, mask);
  }
}
