/** Takes the marks of a quote or an item off its lines as they come. */
export interface Lines {
  /** What `source`, which goes on from before, adds to the text inside; undefined when a line is not plainly of the container. */
  take: (source: string) => string | undefined;
}

/** Lines of a quote that all begin with its mark. */
export class QuoteLines implements Lines {
  /** What may come next: the mark, the blank that belongs to it, or text. */
  #next: 'mark' | 'blank' | 'text' = 'mark';
  #isFirst = true;

  take(source: string): string | undefined {
    const pieces = source.split('\n');
    let text = '';
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        if (this.#next === 'mark') return undefined;
        this.#next = 'mark';
      }
      const taken = this.#takeOf(piece);
      if (taken === undefined) return undefined;
      text += taken;
    }
    return text;
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

  take(source: string): string | undefined {
    const pieces = source.split('\n');
    let text = this.#waiting;
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        text += `${this.#blankLine()}\n`;
        this.#blanks = 0;
      }
      if (this.#blanks === undefined) {
        text += piece;
        continue;
      }
      const blanks = piece.search(/[^ ]/);
      this.#blanks += blanks < 0 ? piece.length : blanks;
      if (blanks < 0) continue;
      if (this.#blanks < this.indent || /\s/.test(piece.charAt(blanks))) return undefined;
      text += ' '.repeat(this.#blanks - this.indent) + piece.slice(blanks);
      this.#blanks = undefined;
    }
    const taken = text.trimEnd();
    this.#waiting = text.slice(taken.length);
    // Other white space at the end of a list is a paragraph behind it.
    return /[^ \t\n]/.test(this.#waiting) ? undefined : taken;
  }

  /** What a line of blanks leaves of itself. */
  #blankLine(): string {
    return ' '.repeat(Math.max(0, (this.#blanks ?? 0) - this.indent));
  }
}
