import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../rig/paths';
import type * as page from './live-page';

/** Characters of the answer that are on screen before more comes. */
export const BEFORE = 200_000;
const address = 'http://view.test';

/** What text is shown by: the built view, or a page that appends text nodes. */
export type ScreenName = 'view' | 'plain';

/** Plays `run` in a page of its own, on a main thread so many times slower than this machine's; then has `check` look at the page. */
export async function playIn(
  browser: Browser,
  script: string,
  screen: ScreenName,
  run: page.LiveRun,
  slower: number,
  check: (tab: Page) => Promise<void>,
): Promise<page.LiveResult> {
  const tab = await openPage(browser, script, screen);
  await slowDown(tab, slower);
  const result = await tab.evaluate(
    ([which, given]) =>
      window.live.play(which === 'view' ? window.live.view : window.live.plainScreen(), given),
    [screen, run] as const,
  );
  await slowDown(tab, 1);
  if (screen === 'view') await check(tab);
  await tab.close();
  return result;
}

async function slowDown(tab: Page, rate: number): Promise<void> {
  const session = await tab.context().newCDPSession(tab);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  await session.detach();
}

async function openPage(browser: Browser, script: string, screen: ScreenName): Promise<Page> {
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

/** What the page runs of `live-page.ts`. */
export async function livePageScript(): Promise<string> {
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

/** Every word is there once, links that waited have come, and the text is that of a view which shows all of it at once. */
export async function checkText(tab: Page, whole: string): Promise<void> {
  const { streamed, anew } = await tab.evaluate((text) => window.live.check(text), whole);
  assert.ok(anew.length > BEFORE / 2);
  assert.equal(streamed, anew);
}
