import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Browser, Frame } from 'playwright-core';
import type { StreamEvent } from '../../src/core/api';
import type { Snapshot, ToView } from '../../src/core/protocol';
import { excerptPatch } from '../../src/core/session/excerpt';
import type { Patch } from '../../src/core/session/patch';
import type { Transcript } from '../../src/core/session/transcript';
import { applyPatches } from '../../src/core/session/transcript-editor';
import { newestTurns } from '../../src/core/session/transcript-window';
import { launchBrowser } from '../rig/browser';
import { projectRoot } from '../rig/paths';
import { head, snapshot } from '../unit/webview/builders';
import { follow, told } from './follow';
import { median, ms, type Figure } from './measure';
import { openViewPage } from './view-page';

const FEW = 10;
const MANY = 5_000;
const ROUNDS = 5;
/** Steps that come live, one a frame. */
const LIVE = 120;

/** A turn as the session tells it while it runs: the patches of each step. */
interface Recorded {
  readonly start: Transcript;
  readonly steps: readonly (readonly Patch[])[];
}

/** One turn of an agent that worked for hours, 5,000 calls with a thought before each, against one of 10: opened, and told live. */
export async function longTurn(): Promise<readonly Figure[]> {
  execFileSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: projectRoot, stdio: 'ignore' });
  const few = await record(FEW + LIVE);
  const many = await record(MANY + LIVE);
  const browser = await launchBrowser();
  try {
    const seen = { few: new Array<Seen>(), many: new Array<Seen>() };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const pair = { few: await watch(browser, few, FEW), many: await watch(browser, many, MANY) };
      if (round === 0) continue;
      seen.few.push(pair.few);
      seen.many.push(pair.many);
    }
    const grown = await grow(browser, many);
    const of = (size: 'few' | 'many', what: keyof Seen): number =>
      median(seen[size].map((each) => each[what]));
    const figure = (
      name: string,
      what: string,
      key: keyof Seen,
      shown: (value: number) => string,
    ): Figure => ({
      name: `P7 steps ${name}`,
      what: `${what}, a turn of 5,000 calls`,
      against: '10 calls',
      ratio: of('many', key) / of('few', key),
      detail: `${shown(of('many', key))} against ${shown(of('few', key))}`,
    });
    return [
      figure('paint', 'first paint', 'paint', ms),
      figure('posted', 'characters of the snapshot', 'posted', String),
      figure('nodes', 'DOM nodes', 'nodes', String),
      figure('frame', 'main-thread time of a frame with one step more', 'frame', ms),
      {
        name: 'P7 steps grown',
        what: 'DOM nodes after 5,000 calls were told live',
        against: 'the turn opened anew',
        ratio: grown / of('many', 'nodes'),
        detail: `${grown} against ${of('many', 'nodes')}`,
      },
    ];
  } finally {
    await browser.close();
  }
}

interface Seen {
  readonly paint: number;
  readonly posted: number;
  readonly nodes: number;
  readonly frame: number;
}

async function record(calls: number): Promise<Recorded> {
  const steps: Patch[][] = [];
  let start: Transcript | undefined;
  const session = await follow([() => told(events(calls))], ({ patches }) => {
    if (start === undefined) start = applyPatches({ turns: [] }, patches);
    else steps.push([...patches]);
  });
  assert.ok(start !== undefined);
  assert.deepEqual(applyPatches(start, steps.flat()), session.transcript);
  return { start, steps: inThrees(steps).slice(0, calls) };
}

/** Thought, call and result. */
function inThrees(patches: readonly Patch[][]): Patch[][] {
  return Array.from({ length: Math.floor(patches.length / 3) }, (_, n) =>
    patches.slice(3 * n, 3 * n + 3).flat(),
  );
}

function events(calls: number): StreamEvent[] {
  const attachedFiles: [] = [];
  return [
    {
      type: 'history_message',
      data: { id: 'm', role: 'user', content: 'Work', attachedFiles, thoughts: [], toolCalls: [] },
    },
    { type: 'history_done', data: { messageCount: 1, isStreaming: true } },
    ...Array.from({ length: calls }, (_, n) => step(n)).flat(),
    { type: 'done', data: { finalResponse: undefined } },
  ];
}

function step(n: number): StreamEvent[] {
  const call = {
    callId: `c${n}`,
    toolName: 'run_shell',
    status: 'executing',
    args: { command: `make step-${n}` },
  };
  return [
    { type: 'thought', data: { subject: `Step ${n}`, description: 'What to do next, and why that.' } },
    { type: 'tool_call', data: call },
    {
      type: 'tool_result',
      data: { callId: `c${n}`, status: 'success', output: `line of step ${n}\n`.repeat(100) },
    },
  ];
}

async function watch(browser: Browser, { start, steps }: Recorded, calls: number): Promise<Seen> {
  const before = applyPatches(start, steps.slice(0, calls).flat());
  const message = running(before);
  const view = await openViewPage(browser, () => undefined);
  try {
    const paint = await view.paint(message, '.tool');
    const nodes = await count(view.frame);
    const live = steps.slice(calls, calls + LIVE);
    const cdp = await view.page.context().newCDPSession(view.page);
    await cdp.send('Performance.enable');
    const time = async (): Promise<number> => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
    };
    const began = await time();
    await view.frame.evaluate(play, toChanges(live, 1));
    const frame = ((await time()) - began) / LIVE;
    await atEnd(view.frame, calls + LIVE - 1);
    return { paint, posted: JSON.stringify(message).length, nodes, frame };
  } finally {
    await view.close();
  }
}

/** All of the turn told live, ten steps a frame; DOM nodes at its end. */
async function grow(browser: Browser, { start, steps }: Recorded): Promise<number> {
  const view = await openViewPage(browser, () => undefined);
  try {
    await view.paint(running(start), '.turn');
    await view.frame.evaluate(play, toChanges(steps, 10));
    await atEnd(view.frame, MANY + LIVE - 1);
    return await count(view.frame);
  } finally {
    await view.close();
  }
}

function running(transcript: Transcript): Snapshot {
  return snapshot({ head: head({ status: 'running' }), transcript: newestTurns(transcript) });
}

function toChanges(steps: readonly (readonly Patch[])[], at: number): ToView[] {
  return Array.from({ length: Math.ceil(steps.length / at) }, (_, n) => ({
    type: 'changes',
    patches: steps
      .slice(n * at, (n + 1) * at)
      .flat()
      .map(excerptPatch),
  }));
}

/** The newest step is on screen. */
async function atEnd(frame: Frame, n: number): Promise<void> {
  const card = frame.locator(`.tool[data-call="c${n}"]`);
  await card.waitFor();
  const box = await card.boundingBox();
  assert.ok(box !== null && box.y > 0 && box.y < 800, 'The end is not in view.');
  assert.equal(await card.getAttribute('data-status'), 'success');
}

function count(frame: Frame): Promise<number> {
  return frame.evaluate(() => document.querySelectorAll('*').length);
}

/** Runs in the page: hands one message over in each frame. */
async function play(messages: readonly unknown[]): Promise<void> {
  for (const data of messages) {
    window.dispatchEvent(new MessageEvent('message', { data }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
}
