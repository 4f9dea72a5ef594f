import type { Rule } from '../rule';

/** "Hello", "who are you?", "what can you do?" is answered by the list of rules, so only greetings are here. */
export const greet: Rule = {
  name: 'greet',
  example: 'Hello, who are you?',
  match(context) {
    if (
      !/^\s*(?:hello|hi|hey|good (?:morning|day|evening))\b|\bwho are you\b|\bwhat are you\b/i.test(
        context.message,
      )
    ) {
      return undefined;
    }
    return () =>
      context.say(
        'Hello! I am the agent of the Sigmic emulator: **a handful of rules, not a language model**. ' +
          'I can calculate, look at files, sum up a CSV, search and review code, write files and run commands. ' +
          'Ask "what can you do?" for examples.',
      );
  },
};
