/**
 * Strings that a stranger wrote, made fit to be shown in one place of a user interface: nothing invisible, nothing that
 * reorders what stands around it, no line breaks, no endless length. Everything here is pure.
 */

/**
 * Code points that show nothing or act on their surroundings: controls, format characters (all bidi controls, zero widths,
 * tags), unassigned and private ones, lone surrogates, separators other than the plain space, blank letters, selectors.
 */
const hidden =
  /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]|(?! )\p{Zs}/gu;

/** What hides nothing although it is hidden itself: joiners and selectors inside of an emoji (family, colour, keycap). */
const insideEmoji =
  /(?:(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F]|\uFE0F(?=\u20E3)|(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic}))/uy;

/** Joiners that words are spelt with: between letters of the Arabic script (Persian), behind the vowel killers of India's. */
const insideWord =
  /(?<=\p{Script=Arabic}\p{M}*)\u200C(?=\p{Script=Arabic})|(?<=[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA])[\u200C\u200D]/u;

const layout = /[\n\t]/uy;
/** Layout, the spaces of ordinary typography (no-break, en, em, thin, ideographic), and joiners inside of words. */
const typography = new RegExp(`[\\n\\t\u00A0\u2002\u2003\u2009\u202F\u3000]|${insideWord.source}`, 'uy');

/** Letters that are written from right to left: they reorder the text around them without any control character. */
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** `text` with every hidden code point written out as `‹U+202E›`; tabs and line breaks too. Emoji stay whole. */
export function makeVisible(text: string, spell = spellOut): string {
  return reveal(text, undefined, spell);
}

/** A text of many lines as it is: hidden characters written out, line breaks and tabs kept. For code, arguments and results. */
export function visibleLines(text: string): string {
  return reveal(withLineFeeds(text), layout, spellOut);
}

/** As `visibleLines`, but what ordinary typography and spelling need stays as well. For what people and agents say. */
export function visibleProse(text: string): string {
  return reveal(withLineFeeds(text), typography, spellOut);
}

/** What `visibleProse` would write out, each once, as `U+202E`. */
export function hiddenInProse(text: string): readonly string[] {
  const found = new Set<string>();
  reveal(withLineFeeds(text), typography, (character) => {
    found.add(nameOf(character));
    return '';
  });
  return [...found];
}

/** `text` on one line: runs of white space and line breaks become one space, hidden code points are written out. */
export function oneLine(text: string): string {
  return makeVisible(text.replace(/\s+/gu, ' ').trim());
}

/** At most `limit` code points of `text`; the last one is `…` when something was cut. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A code point takes two units at most, so the rest of a huge text is never looked at.
  const points = Array.from(text.slice(0, limit * 2 + 2));
  return points.length <= limit
    ? text
    : `${points
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}

/** What a task is called, of its first message: the first paragraph, as a label of at most `limit` code points. */
export function taskTitle(message: string, limit: number): string {
  const [paragraph = ''] = message.trim().split(/\n\s*\n/, 1);
  return shorten(oneLine(paragraph), limit);
}

/** Whether `text` may show in another order than it is stored in. */
export function mayReorder(text: string): boolean {
  return rightToLeft.test(text);
}

/** `text` without the form `[label](target)`, which notifications turn into links, commands among them. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** `text` without the form `$(name)`, which labels of the editor turn into icons. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}

/** A character as `‹U+202E›`. */
export function spellOut(character: string): string {
  return `‹${nameOf(character)}›`;
}

function nameOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** `kept`: what stays where it stands, beside emoji; sticky. */
function reveal(text: string, kept: RegExp | undefined, spell: (character: string) => string): string {
  return text.replace(hidden, (found, at: number) =>
    isAt(insideEmoji, text, at) || (kept !== undefined && isAt(kept, text, at)) ? found : spell(found),
  );
}

function isAt(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}
