import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { projectRoot } from '../rig/paths';
import { startSession, type Session } from '../rig/session';
import { Chat } from '../ui/chat';
import { median, ms, percentile, type Figure } from './measure';

/** Deltas a second: a fast model's words, and more than a screen has frames for. */
const rates = [40, 250];
const SECONDS = 4;
const ROUNDS = 3;

type Screen = 'view' | 'bare';

/** P5: from the moment when a delta leaves the server until it is drawn in the real editor, by ours and by a bare webview. */
export async function latency(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sigmic-bare-'));
  let session: Session | undefined;
  try {
    await buildBare(folder);
    session = await startSession({
      emulator: { startWhenWatched: true, shapes: { finalResponse: 'missing', closingContent: false } },
      beside: [folder],
    });
    const figures: Figure[] = [];
    for (const rate of rates) figures.push(await measure(session, rate));
    return figures;
  } finally {
    await session?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(session: Session, rate: number): Promise<Figure> {
  const late: Record<Screen, number[]> = { view: [], bare: [] };
  const middle: Record<Screen, number[]> = { view: [], bare: [] };
  const posts: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const screen of ['bare', 'view'] as const) {
      const { times, postsAFrame } = await run(session, screen, rate, `${screen} ${rate} round ${round}`);
      if (round === 0) continue;
      if (screen === 'view') posts.push(postsAFrame);
      late[screen].push(percentile(times, 0.95));
      middle[screen].push(median(times));
    }
  const view = median(late.view);
  const bare = median(late.bare);
  return {
    name: `P5 ${rate}`,
    what: `p95 from the server to the screen of VS Code, ${rate} deltas a second`,
    against: 'a bare webview, and 4 ms',
    ratio: view / (bare + 4),
    target: 1,
    detail: `${ms(view)} against ${ms(bare)}: ${ms(view - bare)} above; in the middle ${ms(median(middle.view))} against ${ms(median(middle.bare))}, in the quietest round ${ms(Math.min(...late.view))} against ${ms(Math.min(...late.bare))}; ${median(posts).toFixed(2)} posts a frame`,
  };
}

interface Run {
  /** Ms from server to screen, for each delta. */
  readonly times: readonly number[];
  /** Messages that came from the host, against frames. */
  readonly postsAFrame: number;
}

async function run(session: Session, screen: Screen, rate: number, name: string): Promise<Run> {
  const { emulator } = session;
  const marks = Array.from({ length: rate * SECONDS }, (_, n) => `w${String(n).padStart(4, '0')}`);
  emulator.script(
    new RegExp(`${name}$`),
    marks.flatMap((mark, n) => [
      { gate: `${name} ${mark}` },
      { event: 'content', data: { text: n % 20 === 19 ? `${mark}.\n\n` : `${mark} `, isPartial: true } },
    ]),
  );
  await (screen === 'view' ? openView(session, name) : openBare(session, name));
  const sent = new Map<string, number>();
  const began = performance.now();
  for (const [n, mark] of marks.entries()) {
    const wait = began + (n * 1000) / rate - performance.now();
    if (wait > 0) await delay(wait);
    sent.set(mark, performance.timeOrigin + performance.now());
    emulator.openGate(`${name} ${mark}`);
  }
  const seen = await drawn(session, marks.length);
  assert.deepEqual(seen.order, marks, 'Every word is there once, in order.');
  const seconds = (performance.now() - began) / 1000;
  if (screen === 'view') assert.ok(seen.posts < 70 * seconds, `${seen.posts} posts in ${seconds} s`);
  return {
    times: marks.map((mark) => (seen.times[mark] ?? NaN) - (sent.get(mark) ?? NaN)),
    postsAFrame: seen.posts / seen.frames,
  };
}

async function openView(session: Session, name: string): Promise<void> {
  const chat = new Chat(session.workbench);
  await chat.begin();
  await watch(session);
  await chat.say(`Latency of the ${name}`);
  await chat.connection.getByText('Connected').waitFor();
}

async function openBare({ emulator, workbench }: Session, name: string): Promise<void> {
  const body = new FormData();
  body.set('message', `Latency of the ${name}`);
  const headers = { authorization: `Bearer ${emulator.key}` };
  const made = await fetch(`${emulator.url}/api/v1/tasks`, { method: 'POST', headers, body });
  assert.ok(made.ok, await made.text());
  await workbench.page.keyboard.press('Control+K');
  await workbench.page.keyboard.press('w');
  await workbench.runCommand('Bare: Open Stream');
  await workbench.webview.locator('p', { hasText: 'processing' }).waitFor();
  await watch({ workbench });
}

interface Drawn {
  /** Epoch ms at which each mark had been drawn. */
  readonly times: Record<string, number>;
  /** The marks on screen, in order. */
  readonly order: readonly string[];
  readonly posts: number;
  readonly frames: number;
}

/** Notes, after each frame, which marks it has drawn, and counts what the host posts. */
async function watch({ workbench }: Pick<Session, 'workbench'>): Promise<void> {
  await workbench.webview.locator('body').evaluate((body) => {
    const times: Record<string, number> = {};
    Object.assign(window, { drawnMarks: times, counted: { posts: 0, frames: 0 } });
    window.addEventListener('message', ({ source }) => {
      if (source !== window) window.counted.posts += 1;
    });
    const after = new MessageChannel();
    let changed = true;
    new MutationObserver(() => {
      changed = true;
    }).observe(body, { subtree: true, childList: true, characterData: true });
    void (async () => {
      for (;;) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        // A message from within a frame is heard when the frame has been drawn.
        await new Promise((resolve) => {
          after.port1.onmessage = resolve;
          after.port2.postMessage(0);
        });
        window.counted.frames += 1;
        if (!changed) continue;
        changed = false;
        const now = performance.timeOrigin + performance.now();
        for (const [mark] of body.textContent.slice(-20_000).matchAll(/w\d{4}/g)) times[mark] ??= now;
      }
    })();
  });
}

/** What was drawn, once that many marks are. */
async function drawn({ workbench }: Session, count: number): Promise<Drawn> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await workbench.webview.locator('body').evaluate((body): Drawn => {
      const order = [...body.textContent.matchAll(/w\d{4}/g)].map(([mark]) => mark);
      return { times: window.drawnMarks, order, ...window.counted };
    });
    if (Object.keys(found.times).length >= count) return found;
    if (Date.now() > deadline)
      throw new Error(`Only ${Object.keys(found.times).length} of ${count} words came.`);
    await delay(100);
  }
}

async function buildBare(folder: string): Promise<void> {
  await build({
    absWorkingDir: projectRoot,
    entryPoints: [join('test', 'bench', 'bare-extension.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    outfile: join(folder, 'extension.js'),
  });
  const manifest = {
    ...{ name: 'bare', publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.99.0' } },
    main: './extension.js',
    contributes: { commands: [{ command: 'bare.open', title: 'Open Stream', category: 'Bare' }] },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

declare global {
  interface Window {
    readonly drawnMarks: Record<string, number>;
    readonly counted: { posts: number; frames: number };
  }
}
