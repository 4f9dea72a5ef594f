// The host's bundle: in one file what activation loads, and files beside it that are loaded when they are used.
// VS Code loads CommonJS, which esbuild does not split: it splits ES modules, and each of these becomes CommonJS after that.
import { transform } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { slimUndici } from './esbuild-undici.mjs';

const entry = 'src/extension.ts';
const entryFolder = 'src/host/front/';
/** What the first call loads. */
const rest = 'src/wire.ts';
const parts = 'dist/parts';

/** Node of the oldest editor that we support. */
export const hostTarget = { platform: 'node', target: 'node20' };

/**
 * @param {import('esbuild').BuildOptions} common
 * @returns {import('esbuild').BuildOptions}
 */
export function hostBundle(common) {
  return {
    ...common,
    ...hostTarget,
    mainFields: ['module', 'main'],
    entryPoints: { extension: entry },
    outdir: 'dist',
    chunkNames: 'parts/[name]-[hash]',
    format: 'esm',
    splitting: true,
    write: false,
    metafile: true,
    sourcemap: 'inline',
    // A name that the editor's API does not have would be undefined.
    logOverride: { 'import-is-undefined': 'error' },
    plugins: [slimUndici, afterImporter, vscodeByName, asCommonJs(common)],
  };
}

/**
 * What is imported by `import()` is loaded after what imports it, always: after the entry, and all but what the entry itself imports
 * after the rest too. Saying so keeps what each of the two needs together: without it, esbuild would cut that into a piece for each
 * set of parts that share something.
 * @type {import('esbuild').Plugin}
 */
const afterImporter = {
  name: 'after-importer',
  setup(build) {
    const namespace = 'part';
    build.onResolve({ filter: /^\./ }, async ({ path, kind, ...from }) => {
      if (kind !== 'dynamic-import') return undefined;
      const found = await build.resolve(path, { ...from, kind: 'import-statement' });
      if (found.errors.length > 0) return found;
      const importer = relative(import.meta.dirname, from.importer);
      const isOfEntry = importer === entry || importer.startsWith(entryFolder);
      return { path: found.path, namespace, pluginData: isOfEntry ? [entry] : [entry, rest] };
    });
    build.onLoad({ filter: /.*/, namespace }, ({ path, pluginData }) => ({
      contents: [
        ...pluginData.map((file) => `import './${file}';`),
        `export * from ${JSON.stringify(path)};`,
      ].join('\n'),
      resolveDir: import.meta.dirname,
    }));
  },
};

/**
 * Each `import * as vscode` of CommonJS copies hundreds of getters, and there are more than a hundred. This makes them
 * imports by name from one module.
 * @type {import('esbuild').Plugin}
 */
const vscodeByName = {
  name: 'vscode-by-name',
  setup(build) {
    const namespace = 'vscode-by-name';
    build.onResolve({ filter: /^vscode$/ }, ({ namespace: importer }) =>
      importer === namespace ? { path: 'vscode', external: true } : { path: 'vscode', namespace },
    );
    build.onLoad({ filter: /.*/, namespace }, async () => {
      const names = [...(await namesOfVscode())].sort().join(', ');
      return { contents: `import { ${names} } from 'vscode'; export { ${names} };` };
    });
  },
};

async function namesOfVscode() {
  const names = new Set();
  for (const file of await readdir('src', { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const text = await readFile(join('src', file), 'utf8');
    for (const [, name] of text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)) names.add(name);
  }
  return names;
}

/** @param {import('esbuild').BuildOptions} common */
const asCommonJs = ({ minify, sourcemap }) => ({
  name: 'as-common-js',
  setup(/** @type {import('esbuild').PluginBuild} */ build) {
    build.onEnd(async ({ outputFiles, errors }) => {
      if (outputFiles === undefined || errors.length > 0) return;
      await rm(parts, { recursive: true, force: true });
      await mkdir(parts, { recursive: true });
      for (const { path, text } of outputFiles) {
        const { code, map } = await transform(text, {
          ...hostTarget,
          format: 'cjs',
          // A part is loaded by `require`, as VS Code loads the entry.
          supported: { 'dynamic-import': false },
          minify,
          sourcemap: 'external',
          sourcefile: path,
        });
        const link = sourcemap === 'linked' ? `//# sourceMappingURL=${basename(path)}.map\n` : '';
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, code + link);
        await writeFile(`${path}.map`, map);
      }
    });
  },
});

/**
 * The files that a start of the extension reads, those that are read by the time of the first call, and all of them, by what the
 * bundler says of the imports among them.
 * @param {import('esbuild').Metafile} metafile
 */
export function filesOfHost({ outputs }) {
  const all = Object.keys(outputs);
  const withImports = (/** @type {(file: string) => boolean} */ isFirst) => {
    const files = new Set(all.filter(isFirst));
    // A set is walked to its end while it grows.
    for (const file of files)
      for (const { path, kind } of outputs[file]?.imports ?? [])
        if (kind === 'import-statement' && path in outputs) files.add(path);
    return [...files];
  };
  const isEntry = (/** @type {string} */ file) => outputs[file]?.entryPoint === entry;
  const isRest = (/** @type {string} */ file) => outputs[file]?.entryPoint?.endsWith(rest) === true;
  return {
    all,
    atStart: withImports(isEntry),
    atFirstCall: withImports((file) => isEntry(file) || isRest(file)),
  };
}
