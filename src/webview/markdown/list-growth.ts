import { blockParts } from './blocks';
import type { Growth } from './growth';

/** Items before the last one are final. Whether a blank line is between any two of them shapes all, so the stand-in tells it too. */
export function listGrowth(source: string, isLoose: boolean): Growth | undefined {
  const marker = /^ {0,3}([*+-]|\d{1,9}[.)])[ \t]/.exec(source)?.[1];
  if (marker === undefined) return undefined;
  const standIn = `${marker} x\n${isLoose ? '\n' : ''}`;
  return {
    head: '',
    standIn: () => standIn,
    weigh: () => 0,
    limit: 0,
    spansBlankLines: true,
    read: (token, _, rest) => {
      if (token.type !== 'list' || token.items[0]?.raw !== standIn) return undefined;
      const items = token.items.slice(1);
      const last = items.at(-1);
      if (last === undefined) return undefined;
      const length = items.slice(0, -1).reduce((sum, { raw }) => sum + raw.length, 0);
      if (!rest.startsWith(last.raw, length)) return undefined;
      return { parts: blockParts(token).slice(1), settled: items.length - 1, length, item: last };
    },
  };
}
