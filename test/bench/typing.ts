import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startEditor, type RunningEditor } from '../rig/editor';
import { findExtensionHosts } from '../rig/extension-hosts';
import { openWorkbench } from '../rig/page';
import { startSession, type Session } from '../rig/session';
import { Elsewhere } from '../ui/elsewhere';
import { median, ms, percentile, type Figure } from './measure';

const TASKS = 50;
const STREAMS = 5;
/** Rounds of typing without and with the streams, in turns; one before them is thrown away. */
const ROUNDS = 7;
const KEYS = 60;
const BETWEEN_KEYS_MS = 40;
/** Five streams of this pace tell 250 pieces a second. */
const PACE_MS = 20;
const IDLE_MS = 30_000;
/** A window that has just started goes on working for a while. */
const SETTLED_MS = 45_000;
/** What a person would not notice of a key press, and of a processor at rest. */
const TARGET_MS = 5;
const AT_REST = 0.005;
/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** P11 in the real editor: keys typed while 5 of 50 tasks in the tree are at work, and what the extension does when nothing runs. */
export async function typing(): Promise<readonly Figure[]> {
  const session = await startSession({ emulator: { pace: 0 } });
  try {
    const { workbench, emulator } = session;
    const elsewhere = new Elsewhere(emulator);
    for (let n = 0; n < TASKS - STREAMS; n += 1) await elsewhere.finish(`What is ${n} + 1?`);
    await workbench.openView('Sigmic');
    await workbench.treeRow('What is 44 + 1').waitFor();
    await workbench.runCommand('File: New Untitled Text File');
    await workbench.page.locator('.monaco-editor .view-lines').waitFor();

    const rounds: { quiet: number; busy: number }[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const withStreams = async (): Promise<number> => {
        const stop = await startStreams(session, elsewhere);
        let late = NaN;
        const asked = await countWhile(
          emulator.requests,
          async () => (late = p95(await type(workbench.page))),
        );
        assert.ok(asked < KEYS, 'The streams were not live.');
        await stop();
        return late;
      };
      // A busy spell of the machine meets one as often as the other.
      const late = round % 2 === 0 ? NaN : await withStreams();
      const quiet = p95(await type(workbench.page));
      const busy = Number.isNaN(late) ? await withStreams() : late;
      if (round > 0) rounds.push({ quiet, busy });
    }
    const text = await workbench.editorText.innerText();
    assert.equal(text.replaceAll(/\s/g, '').length, KEYS * 2 * (ROUNDS + 1), 'A key was lost.');
    const idle = await rest(session);
    assert.equal(idle.requests, 0, 'Something was asked for although nothing runs.');
    const [quiet, busy] = [median(rounds.map((each) => each.quiet)), median(rounds.map((each) => each.busy))];
    const added = median(rounds.map((each) => each.busy - each.quiet));
    return [
      {
        name: 'P11 key',
        what: `added to the p95 from a key press to its character on screen, ${STREAMS} of ${TASKS} tasks streaming`,
        against: `${TARGET_MS} ms`,
        ratio: added / TARGET_MS,
        target: 1,
        detail: `${signed(added)}, the median of ${ROUNDS} pairs of rounds (${rounds.map((each) => signed(each.busy - each.quiet)).join(', ')}); medians of the p95s ${ms(busy)} and, with none streaming, ${ms(quiet)}; ${KEYS} keys a round`,
      },
      {
        name: 'P11 idle',
        what: 'processor time of the extension host when nothing runs, above one with an empty extension',
        against: `${100 * AT_REST} % of the time that passes`,
        ratio: (idle.ours - idle.empty) / (AT_REST * IDLE_MS),
        target: 1,
        detail: `${idle.ours} ms against ${idle.empty} ms in the same ${IDLE_MS / 1000} s; ${idle.requests} requests`,
      },
    ];
  } finally {
    await session.stop();
  }
}

/** Five tasks at work, seen by the tree; answers what ends them. */
async function startStreams(
  { emulator, workbench }: Session,
  elsewhere: Elsewhere,
): Promise<() => Promise<void>> {
  emulator.tempo.pace = PACE_MS;
  const ids = await Promise.all(
    Array.from({ length: STREAMS }, (_, n) =>
      elsewhere.start(`Give me a long answer in 9 sections, number ${n}`),
    ),
  );
  // As a person's: nobody leaves the text editor for it.
  await workbench.page.getByRole('button', { name: 'Refresh Tasks' }).first().click();
  const running = workbench.treeRow(/^Give me a long answer.*Running/);
  while ((await running.count()) < STREAMS) await delay(50);
  await workbench.page.locator('.monaco-editor .view-lines').click();
  await delay(1_000);
  return async () => {
    emulator.tempo.pace = 0;
    for (const id of ids) await elsewhere.cancel(id);
    while ((await running.count()) > 0) await delay(50);
    await delay(1_000);
  };
}

/** Types keys one by one and answers, for each, the milliseconds from the key press to the frame after its character came. */
async function type(page: Page): Promise<readonly number[]> {
  await page.evaluate(() => {
    const lines = document.querySelector('.monaco-editor .view-lines');
    if (lines === null) throw new Error('There is no text editor.');
    const times: number[] = [];
    let pressed: number | undefined;
    const end = new AbortController();
    document.addEventListener('keydown', (event) => (pressed = event.timeStamp), {
      capture: true,
      signal: end.signal,
    });
    const observer = new MutationObserver(() => {
      if (pressed === undefined) return;
      const began = pressed;
      pressed = undefined;
      requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => times.push(performance.now() - began);
        painted.port2.postMessage(undefined);
      });
    });
    observer.observe(lines, { childList: true, subtree: true, characterData: true });
    end.signal.addEventListener('abort', () => observer.disconnect());
    window.typed = { times, end };
  });
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('x');
    await delay(BETWEEN_KEYS_MS);
  }
  await delay(200);
  const times = await page.evaluate(() => {
    window.typed.end.abort();
    return window.typed.times;
  });
  assert.ok(times.length > KEYS * 0.9, `Only ${times.length} of ${KEYS} keys were seen on screen.`);
  return times;
}

async function countWhile(requests: readonly unknown[], work: () => Promise<unknown>): Promise<number> {
  const before = requests.length;
  await work();
  return requests.length - before;
}

interface Rest {
  /** Milliseconds of processor time of the extension hosts: ours, and one that has nothing to do. */
  readonly ours: number;
  readonly empty: number;
  readonly requests: number;
}

/** Both editors stand open for the same time. */
async function rest({ editor, emulator, browser, workspace }: Session): Promise<Rest> {
  const folder = await mkdtemp(join(tmpdir(), 'sigmic-empty-'));
  await writeFile(join(folder, 'package.json'), emptyManifest);
  const other = await startEditor({ workspace, extension: { packaged: folder } });
  try {
    await openWorkbench(browser, other);
    // What the last task left to be done is done by then, and what the start of the other one did.
    await delay(SETTLED_MS);
    const hosts = [await hostOf(editor), await hostOf(other)] as const;
    const before = await Promise.all(hosts.map(processorTime));
    const requests = await countWhile(emulator.requests, () => delay(IDLE_MS));
    const after = await Promise.all(hosts.map(processorTime));
    const [ours = NaN, empty = NaN] = after.map((time, index) => time - (before[index] ?? NaN));
    return { ours, empty, requests };
  } finally {
    await other.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const emptyManifest = JSON.stringify({
  name: 'empty',
  publisher: 'bench',
  version: '1.0.0',
  engines: { vscode: '^1.99.0' },
});

async function hostOf(editor: RunningEditor): Promise<number> {
  const [pid] = await findExtensionHosts(editor);
  assert.ok(pid !== undefined, 'There is no extension host.');
  return pid;
}

/** Milliseconds that the process has worked so far. */
async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name in brackets: utime and stime are the 14th and 15th field of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function p95(values: readonly number[]): number {
  return percentile(values, 0.95);
}

function signed(time: number): string {
  return `${time < 0 ? '-' : '+'}${ms(Math.abs(time))}`;
}

declare global {
  interface Window {
    typed: { readonly times: number[]; readonly end: AbortController };
  }
}
