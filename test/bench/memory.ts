import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { projectRoot } from '../rig/paths';
import type { Figure } from './measure';

const EARLY_MINUTES = 10;
const LATE_MINUTES = 8 * 60;
const run = promisify(execFile);

const HeldSchema = v.object({ heapBytes: v.number(), conversation: v.number() });
const DaySchema = v.object({
  early: HeldSchema,
  late: HeldSchema,
  events: v.number(),
  tasks: v.number(),
});

/** P12: what is held after 8 hours' worth of events, in a process of its own, against after 10 minutes. */
export async function memory(): Promise<readonly Figure[]> {
  const child = join('test', 'bench', 'working-day.ts');
  const { stdout } = await run(
    process.execPath,
    ['--expose-gc', '--import=tsx', child, String(EARLY_MINUTES), String(LATE_MINUTES)],
    { cwd: projectRoot },
  );
  const { early, late, events, tasks } = v.parse(DaySchema, JSON.parse(stdout));
  const besides = ({ heapBytes, conversation }: typeof early): number => heapBytes - conversation;
  return [
    {
      name: 'P12 memory',
      what: 'heap after 8 hours of work',
      against: '10 minutes',
      ratio: late.heapBytes / early.heapBytes,
      target: 1.2,
      detail:
        `${MB(late.heapBytes)} against ${MB(early.heapBytes)}; ${events} events, ${tasks} tasks that came and went, one that worked all ` +
        `the time, of which ${MB(late.conversation - early.conversation)} more is to be shown (without that ${(besides(late) / besides(early)).toFixed(2)})`,
    },
  ];
}

function MB(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
