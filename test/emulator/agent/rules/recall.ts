import type { Rule } from '../rule';

/** "What did I ask before?" */
export const recall: Rule = {
  name: 'recall',
  example: 'What did I ask before?',
  match(context) {
    if (!/\bwhat (?:did|have) i (?:ask|say|said|asked|told?|want)/i.test(context.message)) return undefined;
    return async () => {
      const asked = context.history.filter(({ role }) => role === 'user').map(({ content }) => content);
      await context.think('Looking back', `The conversation so far has ${context.history.length} messages.`);
      if (asked.length === 0) return context.say('This is the first thing you have asked me.');
      const list = asked.map((text, index) => `${index + 1}. ${text.replaceAll(/\s+/g, ' ')}`).join('\n');
      await context.say(`Before this you asked:\n\n${list}`);
    };
  },
};
