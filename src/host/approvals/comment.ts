/** How a line of comment begins and ends, by the ending of the file's name. */
const styles: readonly (readonly [RegExp, string, string])[] = [
  [
    /\.(?:[cm]?[jt]sx?|jsonc?|java|go|rs|swift|kts?|scala|[ch](?:pp|c|xx)?|hpp|cs|dart|php|s[ac]ss|less|proto|groovy|sol|zig)$/i,
    '//',
    '',
  ],
  [/\.(?:html?|xml|svg|vue|md|markdown|xhtml|svelte)$/i, '<!--', ' -->'],
  [/\.css$/i, '/*', ' */'],
  [/\.(?:sql|lua|hs|elm|ada)$/i, '--', ''],
];

/** `line` as a comment in the language of the file `name`; with `#` where no other is known. */
export function asComment(line: string, name: string): string {
  const [, begin, end] = styles.find(([pattern]) => pattern.test(name)) ?? [undefined, '#', ''];
  return `${begin} ${line}${end}`;
}
