import type { Rule } from '../rule';

const maxSeconds = 600;
const maxCount = 1_000;

/** "Wait 10 seconds" and "count slowly to 20": long enough to look on, to cancel, to lose the connection. */
export const wait: Rule = {
  name: 'wait or count',
  example: 'Wait 10 seconds, or: count slowly to 20',
  match(context) {
    const seconds = /\b(?:wait|sleep|pause)(?:\s+for)?\s+(\d+(?:\.\d+)?)\s*s/i.exec(context.message)?.[1];
    const last = /\bcount\b(?:.*?)\bto\s+(\d+)/i.exec(context.message)?.[1];
    if (seconds !== undefined) return () => waitFor(Math.min(Number(seconds), maxSeconds));
    return last === undefined ? undefined : () => countTo(Math.min(Number(last), maxCount));

    async function waitFor(length: number): Promise<void> {
      await context.think('Waiting', `for ${length} seconds`);
      await context.pause(length * 1_000);
      await context.say(`I waited ${length} seconds.`);
    }

    async function countTo(end: number): Promise<void> {
      const step = /\bslow/i.test(context.message) ? 1_000 : 0;
      await context.think(`Counting to ${end}`);
      for (let number = 1; number <= end; number += 1) {
        context.append(number === 1 ? '1' : `, ${number}`);
        await context.pause(step);
      }
      context.append('.');
    }
  },
};
