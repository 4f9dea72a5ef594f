const words =
  'the agent reads a table of sales and writes what it found with figures for each month region and product'.split(
    ' ',
  );

function sentence(seed: number, length: number): string {
  return Array.from({ length }, (_, index) => words[(seed * 7 + index * 5) % words.length]).join(' ');
}

/** One chapter of Markdown with everything that answers have: about 2,000 characters. */
function chapter(n: number): string {
  return [
    `## Chapter ${n}: ${sentence(n, 4)}`,
    `${sentence(n, 40)}, **${sentence(n + 1, 3)}**, *${sentence(n, 2)}* and \`value_${n}\`.`,
    `See [the report](https://example.com/report/${n}) or <https://example.com/${n}>. ${sentence(n + 2, 30)}.`,
    Array.from({ length: 5 }, (_, i) => `- ${sentence(n + i, 8)}\n  - ${sentence(i, 6)} \`x${i}\``).join(
      '\n',
    ),
    Array.from({ length: 3 }, (_, i) => `${i + 1}. ${sentence(n + i, 7)}`).join('\n'),
    `| month | region | sum |\n|:--|---|--:|\n${Array.from({ length: 5 }, (_, i) => `| ${i + 1} | ${sentence(i, 2)} | ${n * 31 + i} |`).join('\n')}`,
    `\`\`\`ts\n${Array.from({ length: 10 }, (_, i) => `const value${i} = compute(${n}, '${sentence(i, 2)}'); // ${i}`).join('\n')}\n\`\`\``,
    `> ${sentence(n + 3, 12)}`,
  ].join('\n\n');
}

/** Shapes of an answer, each repeated until it is long enough. All but `mixed` are one block that stays open to the end. */
const shapes = {
  mixed: (n: number) => `${chapter(n)}\n\n`,
  fence: (n: number) => `${n === 0 ? '```ts\n' : ''}const value${n} = compute('${sentence(n, 6)}');\n`,
  list: (n: number) => `- item ${n}: ${sentence(n, 8)} with \`code\`\n`,
  table: (n: number) =>
    `${n === 0 ? '| n | what | how |\n|--:|---|---|\n' : ''}| ${n} | ${sentence(n, 8)} | **x** |\n`,
  html: (n: number) => `<div class="row">${sentence(n, 8)} <b>x</b></div>\n`,
  quote: (n: number) => `> ${sentence(n, 10)} with \`code\`\n>\n`,
  nested: (n: number) =>
    `${n === 0 ? '- top\n' : ''}${'  '.repeat(1 + (n % 5))}- ${sentence(n, 6)} and **x**\n`,
  itemFence: (n: number) =>
    `${n === 0 ? '1. Do this:\n\n   ```ts\n' : ''}   const value${n} = compute('${sentence(n, 6)}');\n`,
  paragraph: (n: number) => `${sentence(n, 12)} with \`code\` and *stress*,\n`,
} as const;

export type Shape = keyof typeof shapes;

/** The same Markdown in every run: exactly `length` characters, ASCII only, so that characters are bytes. */
export function answer(length: number, shape: Shape = 'mixed'): string {
  const parts: string[] = [];
  for (let size = 0, n = 0; size < length; n += 1) {
    const part = shapes[shape](n);
    parts.push(part);
    size += part.length;
  }
  return parts.join('').slice(0, length);
}

/** An answer whose chapters all wait for a link's definition. */
export function answerWithReferences(length: number): string {
  const parts: string[] = [];
  for (let size = 0, n = 0; size < length; n += 1) {
    parts.push(`${chapter(n)}\n\nSee [the guide][guide], page ${n}.\n\n`);
    size += parts.at(-1)?.length ?? 0;
  }
  return parts.join('');
}

/** What is hard for a screen, one after the other: long blocks that end, and definitions for all that was before. */
export function hardEnd(): string {
  const fence = `${answer(20_000, 'fence').replace(/\n.*$/, '')}\n\`\`\`\n\n`;
  const items = Array.from(
    { length: 20 },
    (_, n) =>
      `${n + 1}. ${sentence(n, 9)}\n   - ${sentence(n, 7)}\n\n   \`\`\`ts\n   const x = ${n};\n   \`\`\`\n\n`,
  );
  const definitions =
    '[guide]: https://example.com/guide/of/all "The guide"\n[more]: https://example.com/more\n';
  return [
    fence,
    `${answer(15_000, 'table').replace(/\n.*$/, '')}\n\n`,
    ...items,
    `${answer(10_000, 'nested').replace(/\n.*$/, '')}\n\n`,
    `${answer(10_000, 'quote').replace(/\n.*$/, '')}\n\nThe end, as [the guide][guide] says.\n\n`,
    definitions,
  ].join('');
}

/** `text` as a server streams it: in pieces of 40 characters. */
export function deltas(text: string, size = 40): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
    text.slice(i * size, (i + 1) * size),
  );
}
