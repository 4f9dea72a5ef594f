import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../rig/browser';
import { answer, deltas, type Shape } from './answer';
import { browserScript } from './browser-script';
import type * as page from './markdown-page';
import { exponent, median, ms, type Figure } from './measure';

const LONG = 200_000;
const SHORT = 10_000;
const ROUNDS = 3;
const address = 'https://markdown.test/';
/** So many pieces are timed together, and the quickest of several runs counts: what else the machine does falls out. */
const STRETCH = 50;
const GROWTH_ROUNDS = 6;
/** A block of this length, and what is behind it when it has ended. */
const BLOCK = 100_000;
const END = '\n\nThe end of it is here.\n\nMore of it.\n';
/** Answers that are one block open from end to end. */
const openShapes: readonly Shape[] = [
  'fence',
  'list',
  'table',
  'paragraph',
  'html',
  'quote',
  'nested',
  'itemFence',
];

/** P1 and P2 of the view's Markdown in a headless Chromium: main-thread time, no frames, no paint. */
export async function markdown(): Promise<readonly Figure[]> {
  const browser = await launchBrowser();
  try {
    const tab = await browser.newPage();
    await openIsolated(tab);
    await tab.addScriptTag({ content: await browserScript('markdown-page.ts', 'bench') });
    const mixed = await growth(tab, 'mixed');
    const open: Growth[] = [];
    for (const shape of openShapes) open.push(await growth(tab, shape));
    const ended: Ended[] = [];
    for (const shape of openShapes) ended.push(await longestAppend(tab, shape));
    const pieces = deltas(answer(LONG));
    const streamed = await times(tab, 'runStreaming', pieces, ROUNDS, false);
    const laidOut = await times(tab, 'runStreaming', pieces, ROUNDS, true);
    const plain = await times(tab, 'runPlain', pieces, ROUNDS, true);
    const once = await times(tab, 'runOnce', pieces, ROUNDS, false);
    return [
      {
        name: 'P1 script',
        what: 'script time of a streamed, coloured 200 KB answer',
        against: 'rendering it once',
        ratio: streamed / once,
        detail: `${ms(streamed)} for 5,000 pieces against ${ms(once)}`,
      },
      {
        name: 'P1 layout',
        what: 'the same with style and layout after each piece',
        against: 'its text in plain paragraphs, with the same',
        ratio: laidOut / plain,
        target: 2,
        detail: `${ms(laidOut)} against ${ms(plain)}; both are mostly layout, of a page without style sheets`,
      },
      growthFigure('P2', 'an answer', [mixed]),
      growthFigure('P2 one block', 'the worst answer that is one open block', open),
      longestFigure(ended),
    ];
  } finally {
    await browser.close();
  }
}

/** A page by itself in its process: only there a browser tells time by microseconds. */
async function openIsolated(tab: Page): Promise<void> {
  const headers = {
    'Content-Type': 'text/html',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  };
  await tab.route(address, (route) => route.fulfill({ headers, body: '' }));
  await tab.goto(address);
  assert.ok(await tab.evaluate(() => crossOriginIsolated));
}

interface Growth {
  readonly shape: Shape;
  /** Script ms until the first 10 KB and until all 200 KB are shown. */
  readonly short: number;
  readonly long: number;
  readonly steepness: number;
}

/**
 * How the script time of one streamed answer grows from its first 10 KB to all of its 200 KB: 1.0 when each piece costs the same
 * wherever it stands, 2.0 when it costs as much as all that is before it.
 */
async function growth(tab: Page, shape: Shape): Promise<Growth> {
  const pieces = deltas(answer(LONG, shape));
  await check(tab, pieces);
  const times = await quickest(tab, pieces, STRETCH, GROWTH_ROUNDS);
  const upTo = (length: number): number =>
    times.slice(0, Math.round((times.length * length) / LONG)).reduce((sum, time) => sum + time, 0);
  const short = upTo(SHORT);
  const long = upTo(LONG);
  const steepness = exponent({ size: SHORT, time: short }, { size: LONG, time: long });
  return { shape, short, long, steepness };
}

/** The script ms of each `stretch` of pieces: the least of several runs, after one to warm up. */
async function quickest(
  tab: Page,
  pieces: readonly string[],
  stretch: number,
  rounds: number,
): Promise<readonly number[]> {
  const runs: (readonly number[])[] = [];
  for (let round = 0; round <= rounds; round += 1)
    runs.push(
      await tab.evaluate((given) => window.bench.runInStretches(...given), [pieces, stretch] as const),
    );
  const [, ...measured] = runs;
  return (measured[0] ?? []).map((_, index) => Math.min(...measured.map((run) => run[index] ?? NaN)));
}

function growthFigure(name: string, what: string, all: readonly Growth[]): Figure {
  const details = all.map(
    ({ shape, short, long, steepness }) =>
      `${shape} ${steepness.toFixed(2)} (${ms(short)} for ${SHORT / 1000} KB, ${ms(long)} for ${LONG / 1000} KB)`,
  );
  return {
    name,
    what: `exponent of the script time by length: ${what}`,
    against: 'the same time for each piece: 1.0',
    ratio: Math.max(...all.map(({ steepness }) => steepness)),
    target: 1.1,
    detail: details.join(', '),
  };
}

interface Ended {
  readonly shape: Shape;
  /** Script ms of the longest append, and of all the text rendered once. */
  readonly longest: number;
  readonly once: number;
}

/** A long block is streamed and ends. */
async function longestAppend(tab: Page, shape: Shape): Promise<Ended> {
  const pieces = deltas(answer(BLOCK, shape).replace(/\n[^\n]*$/, '') + END);
  await check(tab, pieces);
  const longest = Math.max(...(await quickest(tab, pieces, 1, ROUNDS)));
  return { shape, longest, once: await times(tab, 'runOnce', pieces, ROUNDS, false) };
}

function longestFigure(all: readonly Ended[]): Figure {
  return {
    name: 'P3 one append',
    what: `script time of the longest append while a block of ${BLOCK / 1000} KB comes and ends, the worst`,
    against: 'rendering it once',
    ratio: Math.max(...all.map(({ longest, once }) => longest / once)),
    detail: all.map(({ shape, longest, once }) => `${shape} ${ms(longest)} of ${ms(once)}`).join(', '),
  };
}

async function check(tab: Page, pieces: readonly string[]): Promise<void> {
  const { equal, lost } = await tab.evaluate((given) => window.bench.check(given), pieces);
  assert.ok(equal, 'What was streamed looks different from one render of it.');
  assert.equal(lost, 0, 'Finished elements were made anew.');
}

/** Median ms of `rounds` runs in the page, after one to warm up. */
async function times(
  tab: Page,
  run: 'runPlain' | 'runStreaming' | 'runOnce',
  pieces: readonly string[],
  rounds: number,
  layout: boolean,
): Promise<number> {
  const found: number[] = [];
  for (let round = 0; round <= rounds; round += 1)
    found.push(
      await tab.evaluate(([name, ...given]) => window.bench[name](...given), [run, pieces, layout] as const),
    );
  return median(found.slice(1));
}

declare global {
  interface Window {
    readonly bench: typeof page;
  }
}
