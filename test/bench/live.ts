import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../rig/browser';
import { buildForProduction } from '../rig/packaging';
import { projectRoot } from '../rig/paths';
import { answer, deltas } from './answer';
import type * as page from './live-page';
import { median, ms, percentile, type Figure } from './measure';

const BEFORE = 200_000;
const SECONDS = 4;
const address = 'http://view.test';

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
  const script = await bundle();
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
      const tab = await openPage(browser, script, screen);
      await slowDown(tab, slower);
      const result = await tab.evaluate(
        ([which, given]) =>
          window.live.play(which === 'view' ? window.live.view : window.live.plainScreen(), given),
        [screen, run] as const,
      );
      await slowDown(tab, 1);
      if (screen === 'view') await check(tab, whole);
      assert.equal(result.latencies.length, run.deltas.length);
      if (round > 0) seen[screen].push(result);
      await tab.close();
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

async function slowDown(tab: Page, rate: number): Promise<void> {
  const session = await tab.context().newCDPSession(tab);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  await session.detach();
}

/** Every word is there once, and the text is that of a view which shows all of it at once. */
async function check(tab: Page, whole: string): Promise<void> {
  const { streamed, anew } = await tab.evaluate((text) => window.live.check(text), whole);
  assert.ok(anew.length > BEFORE / 2);
  assert.equal(streamed, anew);
}

function p95(results: readonly page.LiveResult[]): number {
  return median(results.map(({ latencies }) => percentile(latencies, 0.95)));
}

function framesOf(results: readonly page.LiveResult[]): number {
  return median(
    results.map(({ frames }) => (1000 * frames.length) / frames.reduce((sum, time) => sum + time, 0)),
  );
}

async function openPage(browser: Browser, script: string, screen: 'view' | 'plain'): Promise<Page> {
  const tab = await browser.newPage({ viewport: { width: 800, height: 800 } });
  const files = join(projectRoot, 'dist', 'webview');
  await tab.route(`${address}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '')
      return route.fulfill({
        contentType: 'text/html',
        body: `<!DOCTYPE html><meta charset="utf-8"><link rel="stylesheet" href="main.css"><body><div id="root"></div>`,
      });
    return route.fulfill({ path: join(files, name) });
  });
  await tab.goto(address);
  await tab.addScriptTag({ content: script });
  if (screen === 'plain') return tab;
  const ready = tab.evaluate(() => window.live.standIn());
  await tab.addScriptTag({ type: 'module', content: await readFile(join(files, 'main.js'), 'utf8') });
  await ready;
  return tab;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: [join('test', 'bench', 'live-page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'live',
    target: 'chrome128',
  });
  return outputFiles[0]?.text ?? '';
}

declare global {
  interface Window {
    readonly live: typeof page;
  }
}
