/** Letters of Cyrillic, Greek, Armenian, Cherokee and Lisu that most fonts draw as a Latin one. */
const lookAlike = /[АВЕЅІЈКМНОРСТХԌԚԜаеѕіјорсухһԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορϲϳօոսցհոᎪᎬᏢᏚᎻᏦᎷᎡꓐꓑꓚꓓꓰꓖꓙꓗꓡꓟꓠꓳꓣꓢꓔꓮꓴꓥꓪꓬ]/u;

/** Full-width and mathematical letters and digits, Roman numerals, and strokes that pass for a slash, a bar or a full stop. */
const always =
  /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFF06\uFF0D-\uFF0F\uFF3C\uFF5C\u{1D400}-\u{1D7FF}\u2160-\u217F\u2044\u2215\u2216\u2223\u2024\u01C0\u01C3\u0131\u0237\u037E]/u;

const word = /[\p{L}\p{M}\p{N}_]+/gu;
const latin = /\p{Script=Latin}/u;

/**
 * `text` with letters that pose as Latin ones written out by `spell`: those in a word beside Latin letters, and words made of nothing
 * else on a line that does not otherwise use their script. Words of a language that is written in that script stay.
 */
export function spellLookAlikes(text: string, spell: (character: string) => string): string {
  if (!lookAlike.test(text) && !always.test(text)) return text;
  return text
    .split('\n')
    .map((line) => spellLine(line, spell))
    .join('\n');
}

function spellLine(line: string, spell: (character: string) => string): string {
  const foreign = new Set(line.match(/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/gu) ?? []);
  const isWritten = [...foreign].some((letter) => !lookAlike.test(letter) && !always.test(letter));
  return line
    .replace(word, (letters) =>
      latin.test(letters) || !isWritten ? spellAll(letters, lookAlike, spell) : letters,
    )
    .replace(new RegExp(always, 'gu'), spell);
}

function spellAll(letters: string, which: RegExp, spell: (character: string) => string): string {
  return Array.from(letters, (letter) => (which.test(letter) ? spell(letter) : letter)).join('');
}
