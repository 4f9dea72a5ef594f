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
/** Answers that are one block open from end to end. */
const openShapes: readonly Shape[] = ['fence', 'list', 'table', 'paragraph', 'html'];
/** Those that are read as a whole again for each piece: shorter, as they cost more. */
const wholeShapes: readonly Shape[] = ['quote', 'nested'];
const WHOLE_LONG = 40_000;
const WHOLE_SHORT = 5_000;

/** P1 and P2 of the view's Markdown in a headless Chromium: main-thread time, no frames, no paint. */
export async function markdown(): Promise<readonly Figure[]> {
  const browser = await launchBrowser();
  try {
    const tab = await browser.newPage();
    await tab.addScriptTag({ content: await browserScript('markdown-page.ts', 'bench') });
    const mixed = await growth(tab, 'mixed', SHORT, LONG);
    const open: Figure[] = [];
    for (const shape of openShapes) open.push((await growth(tab, shape, SHORT, LONG)).figure);
    for (const shape of wholeShapes) open.push((await growth(tab, shape, WHOLE_SHORT, WHOLE_LONG)).figure);
    const pieces = deltas(answer(LONG));
    const laidOut = await times(tab, 'runStreaming', pieces, ROUNDS, true);
    const plain = await times(tab, 'runPlain', pieces, ROUNDS, true);
    const once = await times(tab, 'runOnce', pieces, ROUNDS, false);
    return [
      {
        name: 'P1 script',
        what: 'script time of a streamed, coloured 200 KB answer',
        against: 'rendering it once',
        ratio: mixed.time / once,
        detail: `${ms(mixed.time)} for 5,000 pieces against ${ms(once)}`,
      },
      {
        name: 'P1 layout',
        what: 'the same with style and layout after each piece',
        against: 'its text in plain paragraphs, with the same',
        ratio: laidOut / plain,
        target: 2,
        detail: `${ms(laidOut)} against ${ms(plain)}; both are mostly layout, of a page without style sheets`,
      },
      mixed.figure,
      ...open,
    ];
  } finally {
    await browser.close();
  }
}

async function growth(
  tab: Page,
  shape: Shape,
  shortLength: number,
  longLength: number,
): Promise<{ time: number; figure: Figure }> {
  const short = deltas(answer(shortLength, shape));
  const long = deltas(answer(longLength, shape));
  await check(tab, long);
  const factor = longLength / shortLength;
  const shortTime = await times(tab, 'runStreaming', short, ROUNDS * 5, false);
  const time = await times(tab, 'runStreaming', long, ROUNDS, false);
  const steepness = exponent({ size: short.length, time: shortTime }, { size: long.length, time });
  const figure: Figure = {
    name: `P2 ${shape}`,
    what: `script time of a piece: ${longLength / 1000} KB ${shape === 'mixed' ? 'answer' : `in one ${shape}`}`,
    against: `${shortLength / 1000} KB`,
    ratio: time / (shortTime * factor),
    target: Number((factor ** 0.1).toFixed(2)),
    detail: `${ms(time)} for ${long.length} pieces, ${ms(shortTime)} for ${short.length}; exponent ${steepness.toFixed(2)}`,
  };
  return { time, figure };
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
