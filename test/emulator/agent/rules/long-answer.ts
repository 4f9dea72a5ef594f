import type { Rule } from '../rule';

const defaultSections = 8;
const maxSections = 500;

/** "Give me a long answer", "tell me about primes": much Markdown of every kind, for looking at and for measuring. */
export const longAnswer: Rule = {
  name: 'long answer',
  example: 'Give me a long answer in 12 sections; or: tell me about 28',
  match(context) {
    const about = /\btell me (?:\w+ )?about\s+(?:the\s+)?(.+?)[.?!]*$/i.exec(context.message)?.[1];
    const long = /\blong (?:answer|text|story|essay|report)\b|\bat length\b|\bin detail\b/i.test(
      context.message,
    );
    if (about === undefined && !long) return undefined;
    const sections = Number(
      /(\d+)\s+(?:sections?|parts?|chapters?)/i.exec(context.message)?.[1] ?? defaultSections,
    );
    return async () => {
      const topic = about ?? 'the numbers';
      await context.think('Planning a long answer', `${sections} sections about ${topic}`);
      await context.say(
        `# About ${topic}\n\nI know nothing but numbers, so each section is about one of them.`,
      );
      const first = Number(/^\d{1,6}$/.exec(topic)?.[0] ?? 1);
      for (let index = 0; index < Math.min(sections, maxSections); index += 1)
        await context.say(section(first + index));
      await context.say(
        `## The end\n\n> That were ${Math.min(sections, maxSections)} sections, made by rules.`,
      );
    };
  },
};

/** True things about one number, with a list, a table and code. */
function section(n: number): string {
  const divisors = Array.from({ length: n }, (_item, index) => index + 1).filter((d) => n % d === 0);
  const kind =
    divisors.length === 2 ? 'a **prime** number' : n === 1 ? 'the *unit*' : 'a **composite** number';
  const rows = [1, 2, 3, 4].map((k) => `| ${k} | ${n * k} | ${n ** k} |`).join('\n');
  return [
    `## The number ${n}`,
    `${n} is ${kind}. It is ${n % 2 === 0 ? 'even' : 'odd'}, and its square is ${n * n}.`,
    `- Written otherwise:\n  - binary \`${n.toString(2)}\`\n  - hexadecimal \`0x${n.toString(16)}\`\n    1. which has ${n.toString(16).length} digit(s)\n    2. and ${n.toString(2).replaceAll('0', '').length} bit(s) set\n- Divisors: ${divisors.slice(0, 20).join(', ')}`,
    `| k | ${n} × k | ${n} ^ k |\n| ---: | ---: | ---: |\n${rows}`,
    codeFor(n),
  ].join('\n\n');
}

function codeFor(n: number): string {
  const samples = [
    `\`\`\`python\ndef divisors(n: int = ${n}) -> list[int]:\n    """All numbers that divide n."""\n    return [d for d in range(1, n + 1) if n % d == 0]\n\`\`\``,
    `\`\`\`typescript\nconst isPrime = (n = ${n}): boolean => {\n  for (let d = 2; d * d <= n; d += 1) if (n % d === 0) return false;\n  return n > 1;\n};\n\`\`\``,
    `\`\`\`sql\nSELECT value, value * ${n} AS product\nFROM numbers\nWHERE value % ${n} = 0 -- multiples only\nORDER BY value;\n\`\`\``,
    `\`\`\`json\n{ "number": ${n}, "square": ${n * n}, "even": ${n % 2 === 0} }\n\`\`\``,
    `\`\`\`bash\nfor k in 1 2 3; do echo "$((k * ${n}))"; done | sort -n\n\`\`\``,
  ];
  return samples[n % samples.length] ?? '';
}
