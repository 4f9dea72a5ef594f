import { calculate, formatNumber } from '../calculate';
import type { AgentContext } from '../context';
import type { Rule } from '../rule';

const signs: [RegExp, string][] = [
  [/(\d+(?:\.\d+)?)\s*(?:%|percent)\s+of\s+/gi, '$1/100*'],
  [/\bplus\b/gi, '+'],
  [/\bminus\b/gi, '-'],
  [/\b(?:times|multiplied by)\b|[×·]/gi, '*'],
  [/\b(?:divided by|over)\b|÷/gi, '/'],
  [/\bto the power of\b|\*\*/gi, '^'],
];

const onwards: [RegExp, string][] = [
  [/\b(?:multiply|multiplied|times)\b(?:\s+(?:that|it|this|the result))?(?:\s+by)?\s+(-?[\d.]+)/i, '*'],
  [/\bdivide\b(?:\s+(?:that|it|this|the result))?(?:\s+by)?\s+(-?[\d.]+)/i, '/'],
  [/\badd\s+(-?[\d.]+)/i, '+'],
  [/\bsubtract\s+(-?[\d.]+)/i, '-'],
  [/\b(?:double)\s+(?:that|it)/i, '*2'],
  [/\b(?:halve)\s+(?:that|it)/i, '/2'],
];

/** "What is 2+2?", "15% of 80", and "multiply that by 10", which looks at the answer before. */
export const arithmetic: Rule = {
  name: 'arithmetic',
  example: 'What is 2+2? ... Now multiply that by 10',
  match(context) {
    const expression = ownExpression(context.message) ?? continued(context);
    const value = expression === undefined ? undefined : calculate(expression);
    if (expression === undefined || value === undefined) return undefined;
    return async () => {
      await context.think('Calculating', `The expression is ${expression}`);
      await context.say(`${expression} equals ${formatNumber(value)}.`);
    };
  },
};

/** The expression in a message that is about nothing else. */
function ownExpression(message: string): string | undefined {
  let text = message;
  for (const [words, sign] of signs) text = text.replaceAll(words, sign);
  const [found] = /[-(\d.][-+*/%^().\d\s]*[-+*/%^][-+*/%^().\d\s]*[\d)]/.exec(text) ?? [];
  if (found === undefined) return undefined;
  const others = text.replace(found, ' ').match(/[a-z]{2,}/gi) ?? [];
  const expected =
    /^(what|whats|what's|is|please|calculate|compute|how|much|the|result|of|solve|evaluate|and|now|equals?)$/i;
  return others.every((word) => expected.test(word)) ? found.trim() : undefined;
}

/** An operation on the last result of the conversation. */
function continued({ message, history }: AgentContext): string | undefined {
  for (const [words, sign] of onwards) {
    const match = words.exec(message);
    const before = match === null ? undefined : lastResult(history.map(({ content }) => content));
    if (match !== null && before !== undefined) return `${before}${sign}${match[1] ?? ''}`;
  }
  return undefined;
}

function lastResult(texts: readonly string[]): string | undefined {
  for (const text of [...texts].reverse()) {
    const result = /equals (-?\d+(?:\.\d+)?)/.exec(text)?.[1];
    if (result !== undefined) return result.startsWith('-') ? `(${result})` : result;
  }
  return undefined;
}
