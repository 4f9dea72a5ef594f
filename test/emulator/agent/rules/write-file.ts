import { extname } from 'node:path';
import type { Rule } from '../rule';
import { writeFile } from '../tools/files';
import { codeBlock } from './read-file';

/** "Write hello.py that prints hello", "create notes.md with buy milk". */
export const writeAFile: Rule = {
  name: 'write a file',
  example: 'Write hello.py that prints "Hello"; or: create notes.md with some text',
  match(context) {
    const wish =
      /\b(?:write|create|make|save|add)\b(?:\s+(?:me|a|an|the|new|file|script|called|named|to))*\s+[`"']?([\w./-]+\.\w{1,10})[`"']?\s*([\s\S]*)$/i;
    const [, path, rest = ''] = wish.exec(context.message) ?? [];
    if (path === undefined) return undefined;
    return async () => {
      const content = contentFor(path, rest.trim());
      await context.think(`Writing ${path}`, `${Buffer.byteLength(content)} bytes`);
      const result = await context.use(writeFile, { path, content });
      if (result.status === 'cancelled')
        return context.say(`I did not write \`${path}\`, because you rejected it.`);
      if (result.status === 'error')
        return context.say(`\`${path}\` could not be written: ${result.message}`);
      await context.say(`I wrote \`${path}\`:\n\n${codeBlock(content, path)}`);
    };
  },
};

/** Given text goes in as it is; a program that "prints" or "says" something is a line in its language. */
function contentFor(path: string, wish: string): string {
  const block = /```\w*\n([\s\S]*?)```/.exec(wish)?.[1];
  if (block !== undefined) return block;
  const said = /^(?:that|which|to)\s+(?:prints?|says?|outputs?|greets?|logs?)\s*(?:with\s+)?([\s\S]*)$/i.exec(
    wish,
  )?.[1];
  if (said !== undefined) return program(path, unquote(said.trim() || 'Hello'));
  const text =
    /^(?:with|containing|saying|that (?:says|contains|has))(?:\s+the)?(?:\s+(?:text|content|line))?:?\s+([\s\S]+)$/i;
  return `${unquote(text.exec(wish)?.[1] ?? (wish === '' ? `This is ${path}.` : wish))}\n`;
}

function unquote(text: string): string {
  return /^[`"'“]([\s\S]*)[`"'”][.!]?$/.exec(text)?.[1] ?? text;
}

function program(path: string, text: string): string {
  const quoted = JSON.stringify(text);
  switch (extname(path)) {
    case '.py':
      return `print(${quoted})\n`;
    case '.js':
    case '.mjs':
    case '.ts':
      return `console.log(${quoted});\n`;
    case '.sh':
      return `#!/bin/sh\necho '${text.replaceAll("'", `'\\''`)}'\n`;
    default:
      return `${text}\n`;
  }
}
