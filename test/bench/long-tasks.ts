import type { Browser } from 'playwright-core';
import { launchBrowser } from '../rig/browser';
import { buildForProduction } from '../rig/packaging';
import { answerWithReferences, deltas, hardEnd } from './answer';
import { BEFORE, checkText, livePageScript, playIn, type ScreenName } from './live-screen';
import { median, ms, type Figure } from './measure';

const RATE = 250;
const ROUNDS = 3;
const loads = [
  { name: 'P3', slower: 1 },
  { name: 'P3 hard', slower: 4 },
] as const;

/**
 * P3: main-thread tasks over 50 ms while the built view is told, behind 200 KB of an answer, long code, a table, lists, a quote, the
 * definition of a link that all chapters wait for, and the end. Beside it a page that appends text nodes.
 */
export async function longTasks(): Promise<readonly Figure[]> {
  await buildForProduction();
  const script = await livePageScript();
  const browser = await launchBrowser();
  try {
    const figures: Figure[] = [];
    for (const { name, slower } of loads) figures.push(await measure(browser, script, name, slower));
    return figures;
  } finally {
    await browser.close();
  }
}

async function measure(browser: Browser, script: string, name: string, slower: number): Promise<Figure> {
  const before = answerWithReferences(BEFORE);
  const end = hardEnd();
  const run = { before, deltas: deltas(end), rate: RATE };
  const seen: Record<ScreenName, (readonly number[])[]> = { view: [], plain: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const screen of ['plain', 'view'] as const) {
      const result = await playIn(browser, script, screen, run, slower, (tab) =>
        checkText(tab, before + end),
      );
      seen[screen].push(result.longTasks);
    }
  const counts = {
    view: median(seen.view.map((tasks) => tasks.length)),
    plain: median(seen.plain.map((tasks) => tasks.length)),
  };
  return {
    name,
    what: `main-thread tasks over 50 ms, ${RATE} deltas a second${slower > 1 ? `, ${slower} times slower` : ''}`,
    against: `none (text nodes: ${counts.plain})`,
    ratio: counts.view,
    target: 0,
    detail: `${told(seen.view)}; text nodes ${told(seen.plain)}`,
  };
}

function told(rounds: readonly (readonly number[])[]): string {
  return rounds.map((tasks) => `${tasks.length} (${tasks.map(ms).join(', ') || 'none'})`).join(' / ');
}
