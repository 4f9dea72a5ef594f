import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { projectRoot } from '../rig/paths';
import { median, ms, type Figure } from './measure';

const run = promisify(execFile);
const STARTS = 7;
const TARGET_MS = 15;
/** What comes later by more is felt. */
const BLOCK_MS = 50;
/** Loads all that the extension needs to work, and asks nobody anything. */
const FIRST_CALL = 'sigmic.clearTaskFilter';

const Manifest = v.looseObject({
  name: v.string(),
  publisher: v.string(),
  contributes: v.looseObject({ commands: v.array(v.object({ command: v.string() })) }),
});
const Times = v.object({ load: v.number(), call: v.number() });
type Times = v.InferOutput<typeof Times>;
const FirstCall = v.object({ longest: v.number(), files: v.number() });
const Found = v.object({
  times: v.record(v.string(), Times),
  commands: v.array(v.string()),
  first: FirstCall,
});

/** P9: what activating the extension costs a starting window, above an extension that does nothing, and its first call later. */
export async function activation(): Promise<readonly Figure[]> {
  execFileSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: projectRoot, stdio: 'ignore' });
  const folder = await mkdtemp(join(tmpdir(), 'sigmic-bench-'));
  try {
    const extensions = join(folder, 'extensions');
    await mkdir(extensions);
    await mkdir(join(folder, 'workspace'));
    const { id, commands } = await ourExtension(join(extensions, 'ours'));
    for (const name of ['warm-up', 'empty']) await emptyExtension(join(extensions, name), name);
    const starts = { ours: [] as Times[], empty: [] as Times[] };
    const firstCalls: number[] = [];
    for (let start = 0; start < STARTS; start += 1) {
      // Who comes second may find things warm: they take turns.
      const order = start % 2 === 0 ? ['bench.empty', id] : [id, 'bench.empty'];
      const found = await startWindow(folder, ['bench.warm-up', ...order]);
      // What cannot start only says so: all is well when every command is there.
      assert.deepEqual(
        commands.filter((command) => !found.commands.includes(command)),
        [],
      );
      assert.ok(found.first.files > 0, 'The first call found everything loaded.');
      firstCalls.push(found.first.longest);
      starts.ours.push(v.parse(Times, found.times[id]));
      starts.empty.push(v.parse(Times, found.times['bench.empty']));
    }
    return [figure(medians(starts.ours), medians(starts.empty)), figureOfCall(median(firstCalls))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function medians(starts: readonly Times[]): Times {
  return { load: median(starts.map(({ load }) => load)), call: median(starts.map(({ call }) => call)) };
}

function figure(ours: Times, empty: Times): Figure {
  const above = ours.load + ours.call - empty.load - empty.call;
  const words = ({ load, call }: Times): string => `${ms(load)} to load and ${ms(call)} to activate`;
  return {
    name: 'P9 activation',
    what: 'time for which activation blocks the extension host, above an empty extension',
    against: `${TARGET_MS} ms`,
    ratio: above / TARGET_MS,
    target: 1,
    detail: `${ms(above)}: ${words(ours)}, the empty one ${words(empty)}; medians of ${STARTS} starts of VS Code`,
  };
}

function figureOfCall(longest: number): Figure {
  return {
    name: 'P9 first call',
    what: 'longest time for which the first command blocks the extension host, which loads the rest',
    against: `${BLOCK_MS} ms`,
    ratio: longest / BLOCK_MS,
    target: 1,
    detail: `${ms(longest)}; median of ${STARTS} starts of VS Code`,
  };
}

/** As it is packed, but activated by nothing: the probe does it. */
async function ourExtension(folder: string): Promise<{ id: string; commands: string[] }> {
  const manifest = v.parse(Manifest, JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')));
  await mkdir(folder);
  await cp(join(projectRoot, 'dist'), join(folder, 'dist'), { recursive: true });
  await cp(join(projectRoot, 'media'), join(folder, 'media'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  return {
    id: `${manifest.publisher}.${manifest.name}`,
    commands: manifest.contributes.commands.map(({ command }) => command),
  };
}

async function emptyExtension(folder: string, name: string): Promise<void> {
  const engines = { vscode: '^1.99.0' };
  const manifest = {
    name,
    publisher: 'bench',
    version: '1.0.0',
    engines,
    main: './main.js',
    activationEvents: [],
  };
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'main.js'), 'exports.activate = () => undefined;\n');
}

async function startWindow(
  folder: string,
  extensions: readonly string[],
): Promise<v.InferOutput<typeof Found>> {
  const { stdout } = await run(
    process.execPath,
    [
      join(projectRoot, 'test', 'rig', 'vscode-launcher.mjs'),
      `--extensionDevelopmentPath=${join(folder, 'extensions')}`,
      `--extensionTestsPath=${join(__dirname, 'activation-probe.cjs')}`,
      join(folder, 'workspace'),
    ],
    {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        SIGMIC_BENCH_EXTENSIONS: extensions.join(' '),
        SIGMIC_BENCH_COMMAND: FIRST_CALL,
      },
    },
  );
  return v.parse(Found, JSON.parse(stdout.slice(stdout.indexOf('{'))));
}
