// Builds the extension. Modes: (none) once for development, --watch, --production (minified, maps outside of the
// package, byte budgets), --tests (the tests that run inside VS Code).
import { build, context } from 'esbuild';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesOfHost, hostBundle, hostTarget } from './esbuild-host.mjs';
import { slimMarked } from './esbuild-marked.mjs';

const kB = 1000;

/** Bytes of what is minified that a production build may not exceed. */
const budgets = {
  'host, at the start': 15 * kB,
  'host, at the first call': 315 * kB,
  'host, all': 565 * kB,
  'dist/webview/main.js': 170 * kB,
  'dist/webview/highlight.js': 100 * kB,
  'dist/webview/main.css': 30 * kB,
};

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: import.meta.dirname,
  bundle: true,
  minify: production,
  sourcemap: production ? 'external' : 'linked',
  sourcesContent: true,
  legalComments: 'none',
  logLevel: 'silent',
  define: { 'process.env.NODE_ENV': JSON.stringify(production ? 'production' : 'development') },
};

const host = hostBundle(common);

/** @type {import('esbuild').BuildOptions} */
const webview = {
  ...common,
  entryPoints: ['src/webview/main.tsx'],
  outfile: 'dist/webview/main.js',
  // Loaded on demand, as a script of its own: the colouring of code.
  external: ['./highlight.js'],
  platform: 'browser',
  target: 'chrome128',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  plugins: [slimMarked],
};

/** @type {import('esbuild').BuildOptions} */
const highlight = {
  ...webview,
  entryPoints: ['src/webview/markdown/highlight.ts'],
  outfile: 'dist/webview/highlight.js',
  external: [],
};

/** Each test file is a bundle of its own: mocha loads them after it has made `describe` and `it`. */
async function tests() {
  const files = await readdir(join(import.meta.dirname, 'test/editor'), { recursive: true });
  const entries = files.filter((file) => file === 'index.ts' || file.endsWith('.test.ts'));
  await rm('out/test/editor', { recursive: true, force: true });
  await build({
    ...common,
    ...hostTarget,
    format: 'cjs',
    external: ['vscode'],
    entryPoints: entries.map((file) => join('test/editor', file)),
    outdir: 'out/test/editor',
    outbase: 'test/editor',
    // Everything from node_modules is loaded as it is.
    packages: 'external',
    minify: false,
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

let building = 0;

/** Prints what a terminal or a task's problem matcher needs: a start, each problem on a line, an end of all bundles. */
const report = {
  name: 'report',
  setup(/** @type {import('esbuild').PluginBuild} */ build) {
    build.onStart(() => {
      if (building++ === 0) console.log('[build] started');
    });
    build.onEnd(({ errors, warnings }) => {
      for (const [severity, messages] of [
        ['error', errors],
        ['warning', warnings],
      ]) {
        for (const { text, location } of messages) {
          const place = location
            ? `${location.file}:${location.line}:${location.column + 1}`
            : 'esbuild.mjs:1:1';
          console.error(`${place}: ${severity}: ${text}`);
        }
      }
      if (--building === 0) console.log('[build] finished');
    });
  },
};

/** Source maps serve whoever reads a stack trace from the field; they do not belong into the package. */
async function moveMaps(folder) {
  const target = join('out/maps', folder);
  await mkdir(target, { recursive: true });
  for (const file of await readdir(folder)) {
    if (file.endsWith('.map')) await rename(join(folder, file), join(target, basename(file)));
  }
}

/** @param {import('esbuild').Metafile} metafile of the host */
async function checkBudgets(metafile) {
  const { atStart, atFirstCall, all } = filesOfHost(metafile);
  const made = {
    'host, at the start': atStart,
    'host, at the first call': atFirstCall,
    'host, all': all,
  };
  const rows = {};
  const tooLarge = [];
  for (const [what, budget] of Object.entries(budgets)) {
    const files = await Promise.all((made[what] ?? [what]).map((file) => readFile(file)));
    const bytes = files.reduce((sum, file) => sum + file.length, 0);
    const gzip = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
    rows[what] = { files: files.length, bytes, gzip, budget };
    if (bytes > budget) tooLarge.push(`${what}: ${bytes} bytes, the budget is ${budget}.`);
  }
  console.table(rows);
  if (tooLarge.length === 0) return;
  console.error(
    `Over budget:\n${tooLarge.join('\n')}\nMake it smaller, or raise the budget in esbuild.mjs and say why.`,
  );
  process.exitCode = 1;
}

async function main() {
  process.chdir(import.meta.dirname);
  if (flags.has('--tests')) return tests();
  const bundles = [host, webview, highlight].map((options) => ({
    ...options,
    plugins: [...(options.plugins ?? []), report],
  }));
  if (flags.has('--watch')) {
    const contexts = await Promise.all(bundles.map((options) => context(options)));
    await Promise.all(contexts.map((each) => each.watch()));
    return;
  }
  if (production) await rm('dist', { recursive: true, force: true });
  const [{ metafile }] = await Promise.all(bundles.map((options) => build(options)));
  if (production) {
    for (const folder of ['dist', 'dist/parts', 'dist/webview']) await moveMaps(folder);
    await checkBudgets(metafile);
  }
}

await main().catch((error) => {
  // The report plugin has printed what esbuild found.
  if (!('errors' in error)) console.error(error);
  process.exitCode = 1;
});
