import assert from 'node:assert/strict';

/** What programs say by mistake. */
const mistakes = ['undefined', '[object Object]', 'NaN', 'Invalid Date'];

/** No mistake is in `shown` that was not in what came in. */
export function assertNoMistake(shown: string, source: unknown): void {
  for (const mistake of mistakes) {
    if (!shown.includes(mistake)) continue;
    if (JSON.stringify(source, asText).includes(mistake)) continue;
    const at = shown.indexOf(mistake);
    assert.fail(`On screen: ${shown.slice(Math.max(0, at - 80), at + 40)}`);
  }
}

function asText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? '' : value;
}
