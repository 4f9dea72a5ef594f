import { head, snapshot, turn } from '../unit/webview/builders';

/** What runs in the browser page of `live.ts`. */

export interface LiveRun {
  /** What is on screen before. */
  readonly before: string;
  readonly deltas: readonly string[];
  /** Deltas a second. */
  readonly rate: number;
}

export interface LiveResult {
  /** Ms from handing a delta over until the frame that shows it was drawn, for each delta. */
  readonly latencies: readonly number[];
  /** Ms between frames. */
  readonly frames: readonly number[];
  /** Ms of each main-thread task that the browser calls long: over 50 ms. */
  readonly longTasks: readonly number[];
}

/** Stands in for VS Code; resolves when the view says that it is ready. */
export function standIn(): Promise<void> {
  return new Promise((resolve) => {
    const api = {
      postMessage: () => {
        resolve();
      },
      getState: () => undefined,
      setState: () => undefined,
    };
    Object.assign(window, { acquireVsCodeApi: () => api });
  });
}

/** Something that shows text as it comes. */
export interface Screen {
  readonly start: (text: string) => void;
  readonly append: (delta: string) => void;
  /** No more is to come. */
  readonly end: () => void;
}

/** Hands the deltas over in time, as many at once as are due, and notes what the screen does. */
export async function play(screen: Screen, run: LiveRun): Promise<LiveResult> {
  screen.start(run.before);
  await settled();
  const latencies: number[] = [];
  const frames: number[] = [];
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    longTasks.push(...list.getEntries().map(({ duration }) => duration));
  });
  observer.observe({ type: 'longtask' });
  let waiting: number[] = [];
  let running = true;
  let last = await frame();
  const drawn = new MessageChannel();
  drawn.port1.onmessage = ({ data }: MessageEvent<readonly number[]>) => {
    const now = performance.now();
    for (const at of data) latencies.push(now - at);
  };
  const watch = (): void => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    // A message from within a frame is heard when the frame has been drawn.
    drawn.port2.postMessage(waiting);
    waiting = [];
    if (running) requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  const began = performance.now();
  let next = 0;
  while (next < run.deltas.length) {
    await pause();
    const due = Math.floor(((performance.now() - began) * run.rate) / 1000);
    for (; next < Math.min(due, run.deltas.length); next += 1) {
      waiting.push(performance.now());
      screen.append(run.deltas[next] ?? '');
    }
  }
  await frame();
  await frame();
  running = false;
  screen.end();
  await settled();
  observer.disconnect();
  return { latencies, frames, longTasks };
}

/** The chat's view, told by its host. */
export const view: Screen = {
  start(text) {
    tell(snapshotWith(text));
    tell({ type: 'changes', patches: [{ op: 'text', turn: 'turn:0', key: 'text:0', text: '' }] });
  },
  append: tell,
  end() {
    tell({
      type: 'changes',
      patches: [{ op: 'end', turn: 'turn:0', end: { kind: 'completed' } }],
      head: head({ status: 'completed' }),
    });
  },
};

/** The floor: text nodes in paragraphs, once a frame, with the end in view. */
export function plainScreen(): Screen {
  const scroller = document.createElement('div');
  scroller.style.cssText = 'height: 100vh; overflow-y: auto';
  let paragraph = document.createElement('p');
  let parts: string[] = [];
  const show = (): void => {
    for (const [index, part] of parts.join('').split('\n\n').entries()) {
      if (index > 0) paragraph = scroller.appendChild(document.createElement('p'));
      paragraph.append(part);
    }
    parts = [];
    scroller.scrollTop = scroller.scrollHeight;
  };
  const append = (delta: string): void => {
    if (parts.length === 0) requestAnimationFrame(show);
    parts.push(delta);
  };
  return {
    start(text) {
      document.body.replaceChildren(scroller);
      scroller.append(paragraph);
      append(text);
    },
    append,
    end: () => undefined,
  };
}

/** What the view shows as the answer; asked for anew, it shows the same. */
export async function check(whole: string): Promise<{ streamed: string; anew: string }> {
  const streamed = answerText();
  tell(snapshotWith(''));
  await settled();
  tell(snapshotWith(whole));
  await settled();
  return { streamed, anew: answerText() };
}

function answerText(): string {
  return document.querySelector('article[data-role=assistant]')?.textContent ?? '';
}

function snapshotWith(text: string): object {
  const answer = turn({ key: 'turn:0', segments: [{ kind: 'text', key: 'text:0', text }] });
  return snapshot({ transcript: { turns: [answer] } });
}

function tell(message: unknown): void {
  window.dispatchEvent(new MessageEvent('message', { data: message }));
}

function frame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

/** When everything of before is drawn and coloured: code is coloured a slice in each idle moment. */
async function settled(): Promise<void> {
  for (let left = 3; left > 0; left -= 1) await frame();
  for (let left = 100; left > 0; left -= 1)
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 5000 }));
}
