import { exitOnSignals, run } from './child';
import { countsFile, forgetCounts, readCounts, type Counts } from './layer-counts';
import { mocha } from './mocha-command';
import { projectRoot } from './paths';

interface Layer {
  name: string;
  command: readonly [string, ...string[]];
  /** Mocha runs whose counts it leaves behind; a layer without any counts as one check. */
  runs: readonly string[];
}

/** One after the other; those that stand together run at the same time. Tests run alone: some of them look at how long a thing takes. */
const stages: readonly (readonly Layer[])[] = [
  [
    { name: 'typecheck', command: ['npm', 'run', '--silent', 'typecheck'], runs: [] },
    { name: 'lint', command: ['npm', 'run', '--silent', 'lint'], runs: [] },
  ],
  [{ name: 'unit', command: [process.execPath, ...mocha('test/unit/.mocharc.json')], runs: ['unit'] }],
  [
    {
      name: 'editor',
      command: ['npm', 'run', '--silent', 'test:editor'],
      runs: ['editor-latest', 'editor-oldest'],
    },
  ],
  [{ name: 'ui', command: ['npm', 'run', '--silent', 'test:ui'], runs: ['ui'] }],
];

/** `npm test`: every layer, the later ones after a failure too; the last lines name what failed, and have the sums. */
async function main(): Promise<void> {
  exitOnSignals();
  const results: Record<string, Counts & { seconds: number }> = {};
  for (const stage of stages) {
    console.log(`\n=== ${stage.map(({ name }) => name).join(', ')} ===`);
    const start = performance.now();
    const timed = async (layer: Layer): Promise<void> => {
      const counts = await runLayer(layer);
      results[layer.name] = { ...counts, seconds: Math.round((performance.now() - start) / 1000) };
    };
    await Promise.all(stage.map(timed));
  }
  console.table(results, ['passed', 'failed', 'seconds']);
  const total = add(Object.values(results));
  for (const failure of total.failures) console.log(`\nFAILED ${failure}`);
  if (total.failed > 0) process.exitCode = 1;
  console.log(`${total.passed} passed, ${total.failed} failed`);
}

async function runLayer({ name, command: [file, ...args], runs }: Layer): Promise<Counts> {
  await Promise.all(runs.map(forgetCounts));
  const counted = runs[0];
  const env =
    counted === undefined ? process.env : { ...process.env, SIGMIC_RIG_COUNTS: countsFile(counted) };
  const code = await run(file, args, { cwd: projectRoot, env }).catch((error: unknown) => {
    console.error(error);
    return 1;
  });
  const failed: Counts = { passed: 0, failed: 1, failures: [`${name} (it ended with ${code})`] };
  if (runs.length === 0) return code === 0 ? { passed: 1, failed: 0, failures: [] } : failed;
  const counts = add(await Promise.all(runs.map((each) => readCounts(each))));
  return code !== 0 && counts.failed === 0 ? add([counts, failed]) : counts;
}

function add(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    failures: all.flatMap(({ failures }) => failures),
  };
}

void main();
