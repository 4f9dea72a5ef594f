import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import type { Snapshot, ToHost, ToView } from '../../src/core/protocol';
import type { Transcript } from '../../src/core/session/transcript';
import { earlierTurns, newestTurns } from '../../src/core/session/transcript-window';
import { launchBrowser } from '../rig/browser';
import { projectRoot } from '../rig/paths';
import { head, snapshot } from '../unit/webview/builders';
import { follow, told } from './follow';
import { median, ms, type Figure } from './measure';
import { recordedHistory } from './recorded';
import { openViewPage, type ViewPage } from './view-page';

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 9;
/** Pixels scrolled in each frame: a very quick turn of the wheel, some 18,000 a second. */
const STEP = 300;
/** So many frames are scrolled to and fro in the short conversation. */
const FEW_FRAMES = 1_000;

interface Opened {
  readonly paint: number;
  readonly nodes: number;
  readonly heap: number;
}

interface Scrolled {
  /** Milliseconds from frame to frame. */
  readonly gaps: readonly number[];
  readonly mostNodes: number;
  readonly seen: number;
  readonly isAtFirst: boolean;
}

/** The view's part of P7: what opening a conversation of 10,000 messages (20 MB) costs the view, against one of 10. */
export async function openingView(): Promise<readonly Figure[]> {
  execFileSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: projectRoot, stdio: 'ignore' });
  const few = await conversation(FEW);
  const many = await conversation(MANY);
  const browser = await launchBrowser();
  try {
    const opened = { few: new Array<Opened>(), many: new Array<Opened>() };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const pair = { few: await open(browser, few), many: await open(browser, many) };
      if (round === 0) continue;
      opened.few.push(pair.few);
      opened.many.push(pair.many);
    }
    const of = (size: 'few' | 'many', what: keyof Opened): number =>
      median(opened[size].map((each) => each[what]));
    const reference = await scroll(browser, few, FEW_FRAMES);
    const scrolled = await scroll(browser, many, Infinity);
    assert.equal(scrolled.seen, many.turns.length, 'Not every turn was on screen.');
    assert.ok(scrolled.isAtFirst, 'The first message is not at the top.');
    const figure = (name: string, what: string, key: keyof Opened, detail: string): Figure => ({
      name,
      what: `${what}, 10,000 messages`,
      against: '10 messages',
      ratio: of('many', key) / of('few', key),
      target: 2,
      detail,
    });
    return [
      figure(
        'P7 paint',
        'first paint of a chat',
        'paint',
        `${ms(of('many', 'paint'))} against ${ms(of('few', 'paint'))}, from the host's snapshot on`,
      ),
      figure(
        'P7 nodes',
        'DOM nodes after it',
        'nodes',
        `${of('many', 'nodes')} against ${of('few', 'nodes')}; at most ${scrolled.mostNodes} while scrolling through all of it`,
      ),
      figure(
        'P7 heap',
        'script heap of the view after it',
        'heap',
        `${kB(of('many', 'heap'))} against ${kB(of('few', 'heap'))}`,
      ),
      {
        name: 'P7 scroll',
        what: 'p95 from frame to frame, scrolling through 10,000 messages',
        against: '10 messages',
        ratio: p95(scrolled.gaps) / p95(reference.gaps),
        target: 1,
        detail: `${ms(p95(scrolled.gaps))} against ${ms(p95(reference.gaps))}, ${STEP} pixels a frame, without a graphics card; ${late(scrolled.gaps)} of ${scrolled.gaps.length} frames late against ${late(reference.gaps)} of ${reference.gaps.length}; all ${scrolled.seen} turns were on screen`,
      },
    ];
  } finally {
    await browser.close();
  }
}

async function conversation(messages: number): Promise<Transcript> {
  const { transcript } = await follow([() => told(recordedHistory(messages))]);
  assert.equal(transcript.turns.length, messages / 2);
  return transcript;
}

/** As a panel does when it is shown. */
function firstLook(transcript: Transcript): Snapshot {
  return snapshot({
    head: head({ status: 'completed' }),
    transcript: newestTurns(transcript),
    connection: { kind: 'idle' },
  });
}

function host(transcript: Transcript): (message: ToHost) => ToView | undefined {
  return (message) => {
    if (message.type !== 'earlier') return undefined;
    const page = earlierTurns(transcript, message.before);
    return page && { type: 'earlier', before: message.before, page };
  };
}

async function open(browser: Browser, transcript: Transcript): Promise<Opened> {
  const view = await openViewPage(browser, host(transcript));
  try {
    const start = performance.now();
    const message = firstLook(transcript);
    const made = performance.now() - start;
    const paint = made + (await view.paint(message, '.turn'));
    await atEnd(view, transcript);
    return { paint, ...(await weigh(view)) };
  } finally {
    await view.close();
  }
}

/** The last answer is what the person sees. */
async function atEnd({ frame }: ViewPage, { turns }: Transcript): Promise<void> {
  const last = turns.at(-1);
  const shown = await frame.locator('.turn').last().getAttribute('data-turn');
  assert.equal(shown, last?.key);
  assert.ok(await frame.locator('.turn').last().isVisible());
}

async function weigh({ page, frame }: ViewPage): Promise<{ nodes: number; heap: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const nodes = await frame.evaluate(() => document.querySelectorAll('*').length);
  return { nodes, heap: usedSize };
}

async function scroll(browser: Browser, transcript: Transcript, frames: number): Promise<Scrolled> {
  const view = await openViewPage(browser, host(transcript));
  try {
    await view.paint(firstLook(transcript), '.turn');
    return await view.frame.evaluate(scrollUp, [STEP, frames] as const);
  } finally {
    await view.close();
  }
}

/** Runs in the page: scrolls up frame by frame until nothing comes before what is there; from the top to the end, for `frames`. */
async function scrollUp([step, frames]: readonly [number, number]): Promise<Scrolled> {
  const scroller = document.querySelector('.scroller');
  if (scroller === null) throw new Error('There is no conversation.');
  const seen = new Set<string>();
  const gaps: number[] = [];
  let mostNodes = 0;
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  for (let still = 0; frames === Infinity ? still < 60 : gaps.length < frames;) {
    const before = scroller.scrollTop;
    const isAtTop = before === 0 && scroller.querySelector('.earlier-turns') === null;
    still = isAtTop ? still + 1 : 0;
    scroller.scrollTop = isAtTop && frames !== Infinity ? scroller.scrollHeight : before - step;
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    gaps.push(now - last);
    last = now;
    const view = scroller.getBoundingClientRect();
    for (const turn of scroller.querySelectorAll<HTMLElement>('[data-turn]')) {
      const box = turn.getBoundingClientRect();
      if (box.bottom > view.top && box.top < view.bottom) seen.add(turn.dataset['turn'] ?? '');
    }
    if (gaps.length % 20 === 0) mostNodes = Math.max(mostNodes, document.querySelectorAll('*').length);
  }
  const first = scroller.querySelector('[data-turn]')?.getBoundingClientRect().top ?? NaN;
  const isAtFirst = Math.abs(first - scroller.getBoundingClientRect().top) < 40;
  return { gaps, mostNodes, seen: seen.size, isAtFirst };
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? NaN;
}

/** How many frames of a 60 Hz screen came a whole frame late, or later. */
function late(gaps: readonly number[]): number {
  return gaps.filter((gap) => gap > 30).length;
}

function kB(bytes: number): string {
  return `${Math.round(bytes / 1000)} KB`;
}
