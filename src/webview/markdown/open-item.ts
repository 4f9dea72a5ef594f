import type { Tokens } from 'marked';
import { Contents } from './contents';
import type { Within } from './lexer';
import { ItemLines } from './lines';
import { itemMarker, leadingBlank } from './list-growth';
import { markedTokens } from './marked-tokens';
import type { ShownPart } from './parts';

/** The box of a task, or what may become one. */
const box = /^\[(?:$|[ xX](?:$|\](?:$|\s)))/;

/** What is in the last item of a list, to grow by itself; undefined when the item is always read as a whole. */
export function openItem(
  item: Tokens.ListItem,
  shown: ShownPart,
  rest: string,
  within: Within,
): Contents | undefined {
  const source = rest.slice(leadingBlank(rest));
  const indent = itemMarker.exec(source)?.[0].length;
  if (indent === undefined || item.task || box.test(item.text)) return undefined;
  const beginning = { source: source.slice(indent), text: item.text, tokens: markedTokens(item.tokens) };
  const inside = { ...within, depth: within.depth + 1, inItem: true, paragraphs: item.loose };
  return Contents.from(shown, beginning, new ItemLines(indent), inside);
}
