import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { findExtensionHosts } from '../rig/extension-hosts';
import { startSession, type Session } from '../rig/session';
import { Elsewhere } from '../ui/elsewhere';
import { median, ms, type Figure } from './measure';

const TASKS = 50;
const STREAMS = 5;
/** Rounds of typing without and with the streams, in turns. */
const ROUNDS = 3;
const KEYS = 60;
const BETWEEN_KEYS_MS = 40;
/** Five streams of this pace tell 250 pieces a second. */
const PACE_MS = 20;
const IDLE_MS = 30_000;
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

    const quiet: number[] = [];
    const busy: number[] = [];
    await type(workbench.page);
    for (let round = 0; round < ROUNDS; round += 1) {
      quiet.push(...(await type(workbench.page)));
      const stop = await startStreams(session, elsewhere);
      const told = await countWhile(emulator.requests, async () =>
        busy.push(...(await type(workbench.page))),
      );
      assert.ok(told < KEYS, 'The streams were not live.');
      await stop();
    }
    const text = await workbench.editorText.innerText();
    assert.equal(text.replaceAll(/\s/g, '').length, KEYS * (1 + 2 * ROUNDS), 'A key was lost.');
    const idle = await restWhile(session);
    return [
      {
        name: 'P11 key',
        what: `p95 from a key press to its character on screen, ${STREAMS} of ${TASKS} tasks streaming`,
        against: 'none streaming',
        ratio: p95(busy) / p95(quiet),
        detail: `${ms(p95(busy))} against ${ms(p95(quiet))}: ${signed(p95(busy) - p95(quiet))} (5 is the target); medians ${ms(median(busy))} and ${ms(median(quiet))}; ${busy.length} keys each`,
      },
      {
        name: 'P11 idle',
        what: 'processor time of the extension host when nothing runs',
        against: 'time that passes',
        ratio: idle.cpu / IDLE_MS,
        target: 0,
        detail: `${idle.cpu} ms in ${IDLE_MS / 1000} s, of all extensions of the editor; ${(idle.requests * 60_000) / IDLE_MS} requests a minute`,
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

async function restWhile(session: Session): Promise<{ cpu: number; requests: number }> {
  const [pid] = await findExtensionHosts(session.editor);
  assert.ok(pid !== undefined, 'There is no extension host.');
  // What the last task left to be done is done by then.
  await delay(10_000);
  const before = await processorTime(pid);
  const requests = await countWhile(session.emulator.requests, () => delay(IDLE_MS));
  return { cpu: (await processorTime(pid)) - before, requests };
}

/** Milliseconds that the process has worked so far. */
async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name in brackets: utime and stime are the 14th and 15th field of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? NaN;
}

function signed(time: number): string {
  return `${time < 0 ? '-' : '+'}${ms(Math.abs(time))}`;
}

declare global {
  interface Window {
    typed: { readonly times: number[]; readonly end: AbortController };
  }
}
