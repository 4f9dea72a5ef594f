import type { MarkedToken } from 'marked';
import type { Within } from './lexer';
import { OpenFence } from './open-fence';
import { OpenParts } from './open-parts';
import { OpenQuote } from './open-quote';
import type { ShownPart } from './parts';

/** A block that is being written and is not read again as a whole for each piece of text. */
export interface Growing {
  /**
   * Takes more text: as its own (undefined), or in part. When it may change what is settled of the block, returns its whole source
   * for a full parse.
   */
  append: (text: string) => Behind | string | undefined;
  /** The source so far. */
  readonly raw: string;
  /** The block as it stands on screen. */
  readonly shown: ShownPart;
}

/** What stands behind a block that was growing. */
export interface Behind {
  readonly source: string;
  /** As it reads now, for as long as it may still become the block's own. */
  readonly tokens: readonly MarkedToken[];
  /** Whether the block is final as it stands on screen. The tokens may be left out then. */
  readonly isFinal: boolean;
}

/** Lets the block of `token` grow, which is the last one and read from `source`; undefined when it must be read as a whole. */
export function growing(
  token: MarkedToken,
  shown: ShownPart,
  source: string,
  within: Within,
): Growing | undefined {
  switch (token.type) {
    case 'code':
      return OpenFence.from(source, shown);
    case 'blockquote':
      return OpenQuote.from(token, shown, source, within);
    default:
      return OpenParts.from(token, shown, source, within);
  }
}
