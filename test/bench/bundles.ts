import { execFile, execFileSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../rig/paths';
import { median, ms, type Figure } from './measure';

const kB = 1000;
const ROUNDS = 9;
const run = promisify(execFile);

/** P9: the size of the production bundles, and what loading the host's costs a fresh Node. */
export async function bundles(): Promise<readonly Figure[]> {
  execFileSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: projectRoot, stdio: 'ignore' });
  const webview = await readFile(join(projectRoot, 'dist', 'webview', 'main.js'));
  const load = await loading();
  return [
    size('P9 host bundle', 'bytes of the host that a start loads', load.bytes, 300 * kB),
    size('P9 host bundle, used', 'bytes of the host by the time of the first call', load.usedBytes, 300 * kB),
    size(
      'P9 view bundle',
      'gzipped bytes of the script that the webview starts with',
      gzipSync(webview).length,
      60 * kB,
    ),
    {
      name: 'P9 load',
      what: 'time of a Node that loads the host bundle',
      against: 'a Node that loads an empty file',
      ratio: load.bundle / load.empty,
      detail: `${ms(load.bundle)} against ${ms(load.empty)}; loading only, nothing is activated`,
    },
  ];
}

function size(name: string, what: string, bytes: number, budget: number): Figure {
  const detail = `${bytes} bytes`;
  return { name, what, against: `${budget / kB} KB`, ratio: bytes / budget, target: 1, detail };
}

interface Loading {
  readonly bundle: number;
  readonly empty: number;
  readonly bytes: number;
  readonly usedBytes: number;
}

async function loading(): Promise<Loading> {
  const folder = await mkdtemp(join(tmpdir(), 'sigmic-bench-'));
  try {
    const stub = join(folder, 'stub.cjs');
    const empty = join(folder, 'empty.cjs');
    await writeFile(stub, vscodeStub);
    await writeFile(empty, 'exports.activate = () => undefined;');
    const found = { bundle: [] as number[], empty: [] as number[] };
    const bundle = join(projectRoot, 'dist', 'extension.js');
    for (let round = 0; round <= ROUNDS; round += 1) {
      found.empty.push(await startWith(stub, empty));
      found.bundle.push(await startWith(stub, bundle));
    }
    const bytes = await bytesLoadedBy(stub, bundle);
    const parts = join(projectRoot, 'dist', 'parts');
    const wire = (await readdir(parts)).find((file) => /^wire-\w+\.js$/.test(file));
    assert.ok(wire !== undefined);
    const usedBytes = (await stat(bundle)).size + (await bytesLoadedBy(stub, join(parts, wire)));
    return { bundle: median(found.bundle.slice(1)), empty: median(found.empty.slice(1)), bytes, usedBytes };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Of all files that a Node has read when `file` is loaded. */
async function bytesLoadedBy(stub: string, file: string): Promise<number> {
  const script = `require(${JSON.stringify(file)}); console.log(Object.keys(require.cache).join('\\n'))`;
  const { stdout } = await run(process.execPath, ['--require', stub, '-e', script], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const files = stdout
    .trim()
    .split('\n')
    .filter((loaded) => loaded !== stub);
  assert.ok(files.includes(file));
  const sizes = await Promise.all(files.map(async (loaded) => (await stat(loaded)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function startWith(stub: string, file: string): Promise<number> {
  const script = `if (typeof require(${JSON.stringify(file)}).activate === 'function') console.log('loaded')`;
  const start = performance.now();
  const { stdout } = await run(process.execPath, ['--require', stub, '-e', script], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  assert.equal(stdout.trim(), 'loaded');
  return performance.now() - start;
}

/** Just enough of the editor's API for the bundle to load: anything may be read, called, made and extended. */
const vscodeStub = `
const anything = new Proxy(class {}, {
  get: (target, key) => (key in target ? target[key] : anything),
  apply: () => anything,
  // The bundle copies the module and reads what is not its own from the prototype.
  getPrototypeOf: () => anything,
});
const load = require('node:module')._load;
require('node:module')._load = function (name, ...rest) { return name === 'vscode' ? anything : load.call(this, name, ...rest); };
`;
