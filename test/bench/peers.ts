import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../rig/browser';
import { runOrFail } from '../rig/child';
import { projectRoot } from '../rig/paths';
import { answer, deltas } from './answer';
import { browserScript } from './browser-script';
import { ms, type Figure } from './measure';
import type {} from './peers-page';

const LENGTH = 200_000;
/** What a renderer has to make harmless. */
const trap = '[run](javascript:alert(1))\n\n';
/** Where peers are measured: so many places, evenly from end to end, and so many pieces at each. */
const PLACES = 20;
const PIECES = 8;
const folder = join(projectRoot, 'test', 'bench', 'peers');

/**
 * P1: main-thread CPU (script, style, layout, paint) of an answer that streams in, one render and one frame a piece, the screen
 * following its end. What only appends runs from end to end; of those that render all again, which takes minutes, an even sample.
 */
export async function peers(): Promise<readonly Figure[]> {
  if (!existsSync(join(folder, 'node_modules')))
    await runOrFail('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  // As many frames as it can make: none waits for a screen.
  const browser = await launchBrowser(['--disable-frame-rate-limit', '--disable-gpu-vsync']);
  try {
    const pieces = deltas(trap + answer(LENGTH - trap.length));
    await check(browser, pieces);
    const text = await whole(browser, 'text', pieces);
    const sigmic = await whole(browser, 'sigmic', pieces);
    const figures: Figure[] = [
      {
        name: 'P1 sigmic',
        what: 'CPU of a streamed, coloured 200 KB answer, a frame for each piece',
        against: 'appending its text to paragraphs',
        ratio: sigmic.cpu / text.cpu,
        target: 2,
        detail: `${ms(sigmic.cpu)} against ${ms(text.cpu)} for ${pieces.length} pieces`,
      },
    ];
    for (const name of await contenders(browser)) {
      const appends = name.startsWith('smd');
      const peer = await (appends ? whole : sample)(browser, name, pieces);
      const way = appends ? '' : `by a sample of ${PLACES * PIECES} pieces, `;
      const detail = `${ms(peer.cpu)}, ${way}${(peer.cpu / sigmic.cpu).toFixed(2)} times ours`;
      const leak = peer.unsafe > 0 ? '; lets a javascript: link through' : '';
      const figure = { name: `P1 ${name}`, what: `the same with ${name}`, detail: detail + leak };
      figures.push({ ...figure, against: 'appending its text to paragraphs', ratio: peer.cpu / text.cpu });
      if (name === 'react-markdown')
        figures.push({
          name: 'P1 against react-markdown',
          what: 'CPU of react-markdown, remark-gfm, rehype-highlight',
          against: 'ours (more is better)',
          ratio: peer.cpu / sigmic.cpu,
          target: 20,
          detail: `${ms(peer.cpu)} against ${ms(sigmic.cpu)}`,
        });
    }
    return figures;
  } finally {
    await browser.close();
  }
}

interface Cost {
  /** Of the main thread, in ms, for all pieces. */
  readonly cpu: number;
  readonly unsafe: number;
}

async function whole(browser: Browser, name: string, pieces: readonly string[]): Promise<Cost> {
  return withPage(browser, async (tab, session) => {
    await tab.evaluate((given) => window.race.begin(given), name);
    const before = await cpu(session);
    await tab.evaluate((given) => window.race.play(given), pieces);
    const after = await cpu(session);
    return { cpu: after - before, unsafe: (await tab.evaluate(() => window.race.seen())).unsafe };
  });
}

async function sample(browser: Browser, name: string, pieces: readonly string[]): Promise<Cost> {
  return withPage(browser, async (tab, session) => {
    await tab.evaluate((given) => window.race.begin(given), name);
    let measured = 0;
    let shown = 0;
    for (let place = 0; place < PLACES; place += 1) {
      const start = Math.round(((place + 0.5) / PLACES) * pieces.length);
      await tab.evaluate((text) => window.race.play([text]), pieces.slice(shown, start).join(''));
      shown = start + PIECES;
      const before = await cpu(session);
      await tab.evaluate((given) => window.race.play(given), pieces.slice(start, shown));
      measured += (await cpu(session)) - before;
    }
    const { text, unsafe } = await tab.evaluate(() => window.race.seen());
    assert.ok(text > LENGTH / 2, `${name} shows ${text} characters only.`);
    return { cpu: (measured * pieces.length) / (PLACES * PIECES), unsafe };
  });
}

/** A fast wrong answer is no result: the same as one render, no link that runs anything, nothing finished made anew. */
async function check(browser: Browser, pieces: readonly string[]): Promise<void> {
  await withPage(browser, async (tab) => {
    const { equal, lost, unsafe } = await tab.evaluate((given) => window.race.check(given), pieces);
    assert.ok(equal, 'What was streamed looks different from one render of it.');
    assert.equal(lost, 0, 'Finished elements were made anew.');
    assert.equal(unsafe, 0, 'There are links that lead to more than the web.');
  });
}

async function contenders(browser: Browser): Promise<readonly string[]> {
  return withPage(browser, (tab) => tab.evaluate(() => Object.keys(window.peers?.contenders ?? {})));
}

/** A fresh page with the view's own style sheets for everybody. */
async function withPage<T>(
  browser: Browser,
  work: (tab: Page, session: CDPSession) => Promise<T>,
): Promise<T> {
  const tab = await browser.newPage();
  try {
    await tab.setContent(`<!doctype html><style>${await styles()}</style>`);
    await tab.addScriptTag({ content: await browserScript('peers/contenders.mjs', 'peers') });
    await tab.addScriptTag({ content: await browserScript('peers-page.ts', 'race') });
    const session = await tab.context().newCDPSession(tab);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return await work(tab, session);
  } finally {
    await tab.close();
  }
}

/** The CPU time of the page's main thread so far, in ms: other programs on the machine do not count. */
async function cpu(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const value = metrics.find(({ name }) => name === 'TaskDuration')?.value;
  assert.ok(value !== undefined);
  return value * 1000;
}

async function styles(): Promise<string> {
  const folderOfStyles = join(projectRoot, 'src', 'webview', 'styles');
  const sheets = ['markdown.css', 'code.css'].map((name) => readFile(join(folderOfStyles, name), 'utf8'));
  return `
    html, body { height: 100%; margin: 0; }
    html { overflow: hidden; }
    body { overflow: auto; font: 13px sans-serif; }
    .contained > * { content-visibility: auto; contain-intrinsic-size: auto 3em; }
    ${(await Promise.all(sheets)).join('\n')}`;
}
