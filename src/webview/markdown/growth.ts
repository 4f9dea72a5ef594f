import type { MarkedToken, Tokens } from 'marked';
import { listGrowth } from './list-growth';
import { paragraphGrowth } from './paragraph-growth';
import type { Part } from './parts';
import { tableGrowth } from './table-growth';

/** How a block of one kind grows at its end. */
export interface Growth {
  /** The beginning of the source that the stand-in repeats: the head of a table. */
  readonly head: string;
  /** What is parsed in front of the open end, so that this is read as going on with the block. */
  readonly standIn: (hasSettled: boolean) => string;
  /** What the lexer counts, and how much of it may stand in one block. */
  readonly weigh: (text: string) => number;
  readonly limit: number;
  /** Whether a blank line may stand inside of the block. */
  readonly spansBlankLines: boolean;
  /** The parts of the open end `rest`; undefined when the block has become another one than `standIn` and what follows. */
  readonly read: (token: MarkedToken, standIn: string, rest: string) => Grown | undefined;
}

export interface Grown {
  readonly parts: readonly Part[];
  /** How many leading parts are final, and the length of their source in characters. */
  readonly settled: number;
  readonly length: number;
  /** The last part, when it is an item, which may grow by itself. */
  readonly item?: Tokens.ListItem;
}

/** The growth of a block read from `source`; undefined when it is always read as a whole. */
export function growthOf(token: MarkedToken, source: string): Growth | undefined {
  switch (token.type) {
    case 'list':
      return listGrowth(source, token);
    case 'table':
      return tableGrowth(source);
    case 'paragraph':
      return paragraphGrowth;
    default:
      return undefined;
  }
}
