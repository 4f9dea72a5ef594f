import { parseArgs } from 'node:util';
import { SigmicClient, createTransport } from '../../src/core/api';
import { SessionRegistry } from '../../src/core/session/session-registry';
import { startCuttingFront } from './cutting-front';
import { startEmulatorProcess } from './emulator-process';
import { growthIn5Minutes, lately, takeSample, type Sample } from './measure';
import { work } from './people';

const PEOPLE = 8;
/** Shorter runs are too noisy to judge the heap by. */
const JUDGED_MS = 10 * 60_000;
const GROWTH_LIMIT = 0.01;
const quiet = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  // The figures tell it all.
}

/** `npm run soak [-- --minutes 20]`: people at work over a network that cuts every connection; nothing may grow or stay behind. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '20' } } });
  const ms = Number(values.minutes) * 60_000;
  if (!(ms > 0)) throw new Error(`--minutes takes a number, not "${values.minutes}".`);
  const failures: string[] = [];

  const emulator = await startEmulatorProcess();
  const front = await startCuttingFront(new URL(emulator.url), () => 300 + Math.random() * 5_000);
  const transport = createTransport({}, {});
  const clientOf = (url: string): SigmicClient =>
    new SigmicClient({
      origin: () => url,
      credential: () => Promise.resolve(emulator.key),
      transport: () => transport,
      log: quiet,
    });
  const client = clientOf(front.url);
  const registry = new SessionRegistry({ client, log: quiet });

  const end = new AbortController();
  const samples: Sample[] = [];
  const sampling = setInterval(
    () => {
      samples.push(takeSample(registry.all.length, front.open));
      console.log(samples.at(-1)?.line);
    },
    Math.min(30_000, Math.max(1_000, ms / 40)),
  );
  const over = setTimeout(() => end.abort(), ms);
  const deeds = await work({ registry, client, witness: clientOf(emulator.url), signal: end.signal }, PEOPLE);
  clearTimeout(over);
  clearInterval(sampling);

  registry.dispose();
  await transport.close();
  if (front.open > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  if (front.open > 0) failures.push(`${front.open} sockets are open after disposing.`);
  const { cuts } = front;
  await front.close();
  await emulator.stop();

  const growth = growthIn5Minutes(samples);
  console.log(`Heap growth in 5 minutes: ${(growth * 100).toFixed(2)} %.`);
  if (ms >= JUDGED_MS && growth > GROWTH_LIMIT) failures.push('The heap grows.');
  // Each person has a stream, a call and what a cut has just left; a task that nobody holds is followed to its end.
  if (lately(samples, ({ sockets }) => sockets) > 4 * PEOPLE) failures.push('Sockets pile up.');
  if (lately(samples, ({ sessions }) => sessions) > 3 * PEOPLE) failures.push('Sessions pile up.');
  if (deeds.tasks === 0) failures.push('Nobody got anything done.');
  failures.push(...deeds.wrong);
  console.log(
    `${deeds.tasks} tasks, ${deeds.followUps} follow-ups, ${deeds.cancelled} cancelled, ${cuts} connections cut.`,
  );
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) process.exitCode = 1;

  // It does not keep the process alive: it speaks only when something else does.
  setTimeout(() => {
    console.error(`Something still lives: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, 15_000).unref();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
