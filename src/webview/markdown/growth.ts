import type { MarkedToken } from 'marked';
import type { Part } from './blocks';
import { listGrowth } from './list-growth';
import { paragraphGrowth } from './paragraph-growth';
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
}

/** The growth of a block with this source and shell (`shellKey`); undefined when it is always read as a whole. */
export function growthOf(type: MarkedToken['type'], shell: string, source: string): Growth | undefined {
  switch (type) {
    case 'list':
      return listGrowth(source, shell);
    case 'table':
      return tableGrowth(source);
    case 'paragraph':
      return paragraphGrowth;
    default:
      return undefined;
  }
}
