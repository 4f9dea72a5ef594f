import { Worker } from 'node:worker_threads';

/** Without food for so long (ms), something hangs. */
const patience = 60_000;

const guard = `
  const { workerData } = require('node:worker_threads');
  const beats = new Int32Array(workerData.beats);
  for (;;) {
    const last = Atomics.load(beats, 0);
    if (last < 0) break;
    if (Atomics.wait(beats, 0, last, workerData.patience) !== 'timed-out') continue;
    require('node:fs').writeSync(2, '\\nA run does not end: ' + workerData.name + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
`;

/** Ends this process, with a word about why, when it is not fed: a loop without end can be stopped by nothing in its own thread. */
export class Watchdog {
  private readonly beats = new Int32Array(new SharedArrayBuffer(4));
  private readonly worker: Worker;

  constructor(name: string) {
    this.worker = new Worker(guard, { eval: true, workerData: { beats: this.beats.buffer, name, patience } });
  }

  feed(): void {
    Atomics.store(this.beats, 0, (Atomics.load(this.beats, 0) + 1) & 0x3fffffff);
    Atomics.notify(this.beats, 0);
  }

  async stop(): Promise<void> {
    Atomics.store(this.beats, 0, -1);
    Atomics.notify(this.beats, 0);
    await this.worker.terminate();
  }
}
