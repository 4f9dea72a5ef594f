/** What a container has taken of more source. */
export interface Taken {
  /** What is added to the text inside. */
  readonly text: string;
  /** What is certainly behind the container. */
  readonly rest: string;
}

/** Takes the marks of a quote or an item off its lines as they come. */
export interface Lines {
  /** Takes `source`, which goes on from before; undefined when it is not certain whose a line is. */
  take: (source: string) => Taken | undefined;
}

/** Lines of a quote that all begin with its mark. A blank line ends it. */
export class QuoteLines implements Lines {
  /** What may come next: the mark, the blank that belongs to it, or text. */
  #next: 'mark' | 'blank' | 'text' = 'mark';
  #isFirst = true;

  take(source: string): Taken | undefined {
    const pieces = source.split('\n');
    let text = '';
    let position = 0;
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        // The line before was blank: nothing behind the last one with a mark is the quote's.
        if (this.#next === 'mark') return { text, rest: `\n\n${source.slice(position)}` };
        this.#next = 'mark';
      }
      const taken = this.#takeOf(piece);
      if (taken === undefined) return undefined;
      text += taken;
      position += piece.length + 1;
    }
    return { text, rest: '' };
  }

  /** Takes more of one line. */
  #takeOf(piece: string): string | undefined {
    if (piece === '' || this.#next === 'text') return piece;
    if (this.#next === 'blank') {
      // Behind the mark a tab is wider than the blank.
      if (piece.startsWith('\t')) return undefined;
      this.#next = 'text';
      return piece.startsWith(' ') ? piece.slice(1) : piece;
    }
    if (!piece.startsWith('>')) return undefined;
    const lineEnd = this.#isFirst ? '' : '\n';
    this.#isFirst = false;
    this.#next = 'blank';
    const rest = this.#takeOf(piece.slice(1));
    return rest === undefined ? undefined : lineEnd + rest;
  }
}

/** Lines of a list item: the first one behind its marker, the others behind as much white space. White space at the end waits. */
export class ItemLines implements Lines {
  /** How many blanks the line began with, until there is text in it. */
  #blanks: number | undefined;
  #waiting = '';

  /** `indent` in characters. What comes first begins behind the marker. */
  constructor(private readonly indent: number) {}

  take(source: string): Taken | undefined {
    const pieces = source.split('\n');
    let text = this.#waiting;
    let position = 0;
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        text += `${this.#blankLine()}\n`;
        this.#blanks = 0;
      }
      const start = position;
      position += piece.length + 1;
      if (this.#blanks === undefined) {
        text += piece;
        continue;
      }
      const blanks = piece.search(/[^ ]/);
      this.#blanks += blanks < 0 ? piece.length : blanks;
      if (blanks < 0) continue;
      if (/\s/.test(piece.charAt(blanks))) return undefined;
      if (this.#blanks < this.indent)
        return this.#behind(text, ' '.repeat(this.#blanks) + source.slice(start + blanks));
      text += ' '.repeat(this.#blanks - this.indent) + piece.slice(blanks);
      this.#blanks = undefined;
    }
    const taken = text.trimEnd();
    this.#waiting = text.slice(taken.length);
    return otherSpace.test(this.#waiting) ? undefined : { text: taken, rest: '' };
  }

  /** A line that is indented less ends the item behind a blank line, or when it begins another item. */
  #behind(text: string, line: string): Taken | undefined {
    const taken = text.trimEnd();
    if (otherSpace.test(text.slice(taken.length))) return undefined;
    const blank = text.slice(text.indexOf('\n', taken.length) + 1);
    if (text.length === taken.length + 1)
      return nextItem.test(line) ? { text: taken, rest: line } : undefined;
    // Before another item, white space is the item's own; at the end of a list it is not.
    return blank === '' || mayBeItem.test(line) ? undefined : { text: taken, rest: blank + line };
  }

  /** What a line of blanks leaves of itself. */
  #blankLine(): string {
    return ' '.repeat(Math.max(0, (this.#blanks ?? 0) - this.indent));
  }
}

/** At the end of a list it is a paragraph behind it. */
const otherSpace = /[^ \t\n]/;
const nextItem = /^ {0,3}(?:[*+-]|\d{1,9}[.)]) /;
const mayBeItem = /^ {0,3}(?:[*+-](?:\s|$)|\d{1,9}(?:$|[.)](?:\s|$)))/;
