import { spellLookAlikes } from './look-alikes';
import { makeVisible, mayReorder, spellOut } from './visible-text';

/** A stranger's text of many lines with nothing hidden in it, and what had to be done for that. */
export interface RevealedText {
  readonly text: string;
  /** What was written out, as it stands in the text, each once: `‹U+202E›`. */
  readonly hidden: readonly string[];
  readonly lookAlikes: readonly string[];
  /** How many lines were so long that they go on below. */
  readonly continued: number;
  /** Whether there are letters that run from right to left, so that it may show in another order. */
  readonly mayReorder: boolean;
}

/** Where a long line was broken for the eye: what follows belongs to the same line. */
export const continuation = '‹↩›';

/**
 * Writes out what is invisible, reorders or poses as another letter; line breaks and tabs stay, CRLF counts as a line break. Lines of
 * more than `width` code points are continued on the next, as an editor shows no end of a very long line.
 */
export function revealText(raw: string, width = Infinity): RevealedText {
  const hidden = new Set<string>();
  const lookAlikes = new Set<string>();
  const noted = (marks: Set<string>) => (character: string) => {
    const mark = spellOut(character);
    marks.add(mark);
    return mark;
  };
  const visible = raw
    .replaceAll('\r\n', '\n')
    .split(/([\n\t])/)
    .map((piece) => (piece === '\n' || piece === '\t' ? piece : makeVisible(piece, noted(hidden))))
    .join('');
  const spelled = spellLookAlikes(visible, noted(lookAlikes));
  const { text, continued } = breakLines(spelled, width);
  return {
    text,
    hidden: [...hidden],
    lookAlikes: [...lookAlikes],
    continued,
    mayReorder: mayReorder(raw),
  };
}

/** Whether the text shows what it is, as it is, on one line. */
export function isPlain(raw: string): boolean {
  const { text, mayReorder: reorders } = revealText(raw);
  return text === raw && !reorders && !/[\n\t]/.test(raw);
}

function breakLines(text: string, width: number): { text: string; continued: number } {
  if (text.length <= width) return { text, continued: 0 };
  let continued = 0;
  const lines = text.split('\n').map((line) => {
    if (line.length <= width) return line;
    const points = Array.from(line);
    if (points.length <= width) return line;
    continued += 1;
    const pieces: string[] = [];
    for (let at = 0; at < points.length; at += width) pieces.push(points.slice(at, at + width).join(''));
    return pieces.join(`${continuation}\n`);
  });
  return { text: lines.join('\n'), continued };
}
