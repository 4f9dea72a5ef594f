/** Evaluates `+ - * / % ^ ( )` over decimal numbers; undefined when the text is nothing of the kind. */
export function calculate(expression: string): number | undefined {
  const tokens = expression.match(/\d+(?:\.\d+)?|\.\d+|[-+*/%^()]/g) ?? [];
  if (tokens.join('') !== expression.replaceAll(/\s/g, '')) return undefined;
  const parser = new Parser(tokens);
  const value = parser.sum();
  return parser.isAtEnd && Number.isFinite(value) ? value : undefined;
}

/** Recursive descent; anything unexpected makes the whole value NaN. */
class Parser {
  private place = 0;
  constructor(private readonly tokens: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.place === this.tokens.length;
  }

  sum(): number {
    let value = this.product();
    for (;;) {
      if (this.take('+')) value += this.product();
      else if (this.take('-')) value -= this.product();
      else return value;
    }
  }

  private product(): number {
    let value = this.power();
    for (;;) {
      if (this.take('*')) value *= this.power();
      else if (this.take('/')) value /= this.power();
      else if (this.take('%')) value %= this.power();
      else return value;
    }
  }

  private power(): number {
    const base = this.unary();
    return this.take('^') ? base ** this.power() : base;
  }

  private unary(): number {
    if (this.take('-')) return -this.unary();
    if (this.take('+')) return this.unary();
    if (this.take('(')) {
      const inner = this.sum();
      return this.take(')') ? inner : NaN;
    }
    const number = Number.parseFloat(this.tokens[this.place] ?? '');
    this.place += 1;
    return number;
  }

  private take(sign: string): boolean {
    if (this.tokens[this.place] !== sign) return false;
    this.place += 1;
    return true;
  }
}

/** A number as a person writes it: at most ten decimals, no trailing zeros. */
export function formatNumber(value: number): string {
  return String(Number(value.toFixed(10)));
}
