import type { UsedSession } from './use-session';

/**
 * Begins a task whose answer waits in the middle for the gate "between" and before its end for the gate "end", and loses its stream at
 * the first of them: what happens to the key before that gate is opened meets a connection made anew in mid-answer.
 */
export async function beginInTwoHalves({ chat, emulator }: UsedSession): Promise<void> {
  emulator.script(/two halves/, [
    { event: 'content', data: { text: 'The first half. ', isPartial: true } },
    { gate: 'between' },
    { event: 'content', data: { text: 'The second ', isPartial: true } },
    { event: 'content', data: { text: 'half. ', isPartial: true } },
    { gate: 'end' },
    { event: 'content', data: { text: 'The end.', isPartial: false } },
  ]);
  // The connection is lost behind the gate, so never before what the test does first.
  emulator.faults.add({ match: { path: '/stream', times: 1 }, dropAfterEvents: 5 });
  await chat.begin();
  await chat.say('Tell it in two halves');
  await chat.lastAnswer.filter({ hasText: 'The first half.' }).waitFor();
}
