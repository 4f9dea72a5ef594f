import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../rig/browser';
import { buildForProduction } from '../rig/packaging';
import { answer, deltas } from './answer';
import type * as page from './live-page';
import { BEFORE, checkText, livePageScript, playIn } from './live-screen';
import { median, ms, percentile, type Figure } from './measure';

const SECONDS = 4;

interface Load {
  readonly name: string;
  /** Deltas a second. */
  readonly rate: number;
  /** How much slower than this machine the page's main thread is. */
  readonly slower: number;
}
const loads: readonly Load[] = [
  { name: 'P4', rate: 250, slower: 1 },
  { name: 'P4 hard', rate: 500, slower: 4 },
];

/** P4: the built view in Chromium with 200 KB of an answer on screen, told more of it, against a page that appends text nodes. */
export async function live(): Promise<readonly Figure[]> {
  await buildForProduction();
  const script = await livePageScript();
  const browser = await launchBrowser();
  try {
    const figures: Figure[] = [];
    for (const load of loads) figures.push(...(await measure(browser, script, load)));
    return figures;
  } finally {
    await browser.close();
  }
}

async function measure(browser: Browser, script: string, load: Load): Promise<readonly Figure[]> {
  const { name, rate, slower } = load;
  const count = rate * SECONDS;
  const whole = answer(BEFORE + count * 40);
  const before = whole.slice(0, BEFORE);
  const run = { before, deltas: deltas(whole.slice(BEFORE)), rate };
  const seen: Record<'view' | 'plain', page.LiveResult[]> = { view: [], plain: [] };
  for (let round = 0; round < 3; round += 1)
    for (const screen of ['plain', 'view'] as const) {
      const result = await playIn(browser, script, screen, run, slower, (tab) => checkText(tab, whole));
      assert.equal(result.latencies.length, run.deltas.length);
      if (round > 0) seen[screen].push(result);
    }
  const late = { view: p95(seen.view), plain: p95(seen.plain) };
  const frames = { view: framesOf(seen.view), plain: framesOf(seen.plain) };
  const how = `${rate} deltas a second after 200 KB${slower > 1 ? `, ${slower} times slower` : ''}`;
  return [
    {
      name: `${name} frames`,
      what: `frames a second, ${how}`,
      against: 'text nodes',
      ratio: frames.view / frames.plain,
      target: 1,
      detail: `${frames.view.toFixed(1)} against ${frames.plain.toFixed(1)}`,
    },
    {
      name: `${name} paint`,
      what: `p95 from a delta to its paint, ${how}`,
      against: 'text nodes, and 4 ms',
      ratio: late.view / (late.plain + 4),
      target: 1,
      detail: `${ms(late.view)} against ${ms(late.plain)}: ${ms(late.view - late.plain)} above`,
    },
  ];
}

function p95(results: readonly page.LiveResult[]): number {
  return median(results.map(({ latencies }) => percentile(latencies, 0.95)));
}

function framesOf(results: readonly page.LiveResult[]): number {
  return median(
    results.map(({ frames }) => (1000 * frames.length) / frames.reduce((sum, time) => sum + time, 0)),
  );
}
