import type { MarkedToken } from 'marked';
import type { Within } from './lexer';
import { OpenFence } from './open-fence';
import { OpenParts } from './open-parts';
import { OpenQuote } from './open-quote';
import type { ShownPart } from './parts';

/** A block that is being written and is not read again as a whole for each piece of text. */
export interface Growing {
  /** Takes more text. When that ends the block, or may change what is settled of it, returns its whole source for a full parse. */
  append: (text: string) => string | undefined;
  /** The source so far. */
  readonly raw: string;
  /** The block as it stands on screen. */
  readonly shown: ShownPart;
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
