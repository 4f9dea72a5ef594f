import { isObject } from '../http/json';
import type { Shapes } from '../shapes';
import type { Task } from '../tasks/task';
import { contentEvent, type StreamEvent } from './events';
import { frame, render, renderMessage } from './render';

const heartbeat = ':heartbeat\n\n';

/**
 * The whole of one stream connection (api.md, "The stream"): the saved messages, `history_done`, and
 * while a turn runs its catch-up and then its live events with heartbeats, until it ends.
 */
export async function* streamOf(
  task: Task,
  shapes: Shapes,
  heartbeatMs: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  // Taken together before the first wait, so that the replay and the live part fit without a seam.
  const turn = task.turn;
  const messages = [...task.messages];
  let place = turn?.events.length ?? 0;
  const missed = turn === undefined ? [] : catchUp(turn.events.slice(0, place), shapes);

  for (const message of messages) yield frame('history_message', renderMessage(message, shapes), shapes);
  const done = { messageCount: messages.length, isStreaming: turn !== undefined };
  yield frame('history_done', done, shapes);
  if (turn === undefined) return;
  turn.watch();

  for (const event of missed) yield* render(event, turn.events, shapes);
  while (!signal.aborted) {
    for (let event = turn.events[place]; event !== undefined; event = turn.events[place]) {
      place += 1;
      yield* render(event, turn.events, shapes);
    }
    if (turn.ended) return;
    if (await turn.quiet(place, heartbeatMs, signal)) yield heartbeat;
  }
}

/** The same events again, or a snapshot: the last state of each thing, and all the text in one piece (rule 4). */
function catchUp(events: StreamEvent[], shapes: Shapes): StreamEvent[] {
  if (shapes.catchUp === 'deltas') return events;
  const text = events.map(textOf).join('');
  const lastState = new Map<unknown, StreamEvent>();
  for (const event of events) {
    if (event.event === 'tool_call' && isObject(event.data)) lastState.set(event.data.callId, event);
  }
  const rest = events.filter((event) => {
    if (event.event === 'content' || event.event === 'status') return false;
    return event.event !== 'tool_call' || [...lastState.values()].includes(event);
  });
  return text === '' ? rest : [...rest, contentEvent(text)];
}

function textOf({ event, data }: StreamEvent): string {
  return event === 'content' && isObject(data) && typeof data.text === 'string' ? data.text : '';
}
