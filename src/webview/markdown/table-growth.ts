import { blockParts } from './blocks';
import type { Growth } from './growth';
import { MAX_CELLS, bars } from './lexer';

/** A row is final when its line has ended. */
export function tableGrowth(source: string): Growth | undefined {
  const head = /^[^\n]*\n[^\n]*\n/.exec(source)?.[0];
  if (head === undefined) return undefined;
  return {
    head,
    standIn: () => head,
    weigh: bars,
    limit: MAX_CELLS,
    spansBlankLines: false,
    read: (token, _, rest) => {
      const lines = rest.split('\n');
      const complete = lines.length - 1;
      const rows = lines.at(-1) === '' ? complete : lines.length;
      const parts = blockParts(token);
      if (parts.length !== rows) return undefined;
      return { parts, settled: complete, length: rest.lastIndexOf('\n') + 1 };
    },
  };
}
