// Of marked only the lexer with its tokenizer: the nodes are built from tokens. Its one file makes a whole `Marked` when it is loaded, so that
// nothing of what renders HTML could be shaken off.
import { readFile } from 'node:fs/promises';

const wanted = ['Lexer', 'Tokenizer'];

/** @type {import('esbuild').Plugin} */
export const slimMarked = {
  name: 'slim-marked',
  setup(build) {
    build.onLoad({ filter: /[\\/]marked[\\/]lib[\\/]marked\.esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      /** @param {string} exported */
      const nameOf = (exported) => source.match(new RegExp(`([\\w$]+) as ${exported}\\b`))?.[1];
      // What follows makes it, and the exports of all its methods.
      const end = source.search(new RegExp(`var [\\w$]+=new ${nameOf('Marked')};`));
      const exports = wanted.map((name) => `${nameOf(name)} as ${name}`);
      if (end < 0) throw new Error(`${path} is made otherwise than before: see slimMarked.`);
      return { contents: `${source.slice(0, end)}export{${exports}};` };
    });
  },
};
