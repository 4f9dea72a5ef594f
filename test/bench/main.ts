import { activation } from './activation';
import { bundles } from './bundles';
import { markdown } from './markdown';
import { latency } from './latency';
import { live } from './live';
import { longTurn } from './long-turn';
import { longReplay } from './long-replay';
import { longTasks } from './long-tasks';
import type { Benchmark, Figure } from './measure';
import { memory } from './memory';
import { networks } from './networks';
import { opening } from './opening';
import { openingView } from './opening-view';
import { peers } from './peers';
import { posting } from './posting';
import { replay } from './replay';
import { report } from './report';
import { typing } from './typing';
import { sessionGrowth } from './session-growth';
import { transfers } from './transfers';

const benchmarks: Readonly<Record<string, Benchmark>> = {
  replay,
  'long-replay': longReplay,
  'session-growth': sessionGrowth,
  posting,
  opening,
  'opening-view': openingView,
  'long-turn': longTurn,
  markdown,
  peers,
  live,
  'long-tasks': longTasks,
  typing,
  memory,
  latency,
  networks,
  transfers,
  bundles,
  activation,
};

/** `npm run bench -- [name...]`: all benchmarks or those named. Fails only when a result is not correct. */
async function main(names: readonly string[]): Promise<void> {
  const chosen = names.length > 0 ? names : Object.keys(benchmarks);
  const figures: Figure[] = [];
  for (const name of chosen) {
    const benchmark = benchmarks[name];
    if (benchmark === undefined)
      throw new Error(`There is no benchmark "${name}"; there are ${Object.keys(benchmarks).join(', ')}.`);
    console.log(`Measuring ${name} ...`);
    figures.push(...(await benchmark()));
  }
  await report(figures);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
