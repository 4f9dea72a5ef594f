/** Values in values. What an agent does needs a handful; what walks through it with a stack of its own fails at thousands. */
const MAX_DEPTH = 100;

/**
 * JSON.parse for what comes from outside: a value nested deeper than 100 others arrives as its own JSON, a string. So nothing of
 * it is lost or hidden, and nothing that compares, copies or shows it can run out of stack. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(mayBeDeep(text) ? flattened(text) : text);
}

/** The same, undefined for what is no JSON. */
export function parseJsonIfAny(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function mayBeDeep(text: string): boolean {
  return countUpTo(MAX_DEPTH, text, '[') + countUpTo(MAX_DEPTH, text, '{') > MAX_DEPTH;
}

/** Much cheaper than looking at each character: most payloads have few. */
function countUpTo(limit: number, text: string, mark: string): number {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0 && count <= limit; at = text.indexOf(mark, at + 1)) count++;
  return count;
}

/** The same JSON with each value that begins deeper than the limit written as a string. */
function flattened(text: string): string {
  const pieces: string[] = [];
  let depth = 0;
  let written = 0;
  let deepFrom = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === '"') {
      at = endOfString(text, at);
    } else if (mark === '[' || mark === '{') {
      if (++depth === MAX_DEPTH + 1) deepFrom = at;
    } else if ((mark === ']' || mark === '}') && --depth === MAX_DEPTH) {
      pieces.push(text.slice(written, deepFrom), JSON.stringify(text.slice(deepFrom, at + 1)));
      written = at + 1;
    }
  }
  return pieces.join('') + text.slice(written);
}

/** Where the quote is that ends the string begun at `start`, or the end of a text that never ends it. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
