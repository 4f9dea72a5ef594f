import { SigmicClient, createTransport, type Logger } from '../../../src/core/api';
import { applyPatches } from '../../../src/core/session/transcript-editor';
import { TaskSession } from '../../../src/core/session/task-session';
import type { Transcript, Turn } from '../../../src/core/session/transcript';

export const silentLog: Logger = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};

function nothing(): void {
  // A test looks at what the session tells, not at its log.
}

/** Real time, but a wait of any length passes at once: reconnecting is not what takes a test's time. */
const impatientClock = {
  now: () => Date.now(),
  after: (_ms: number, task: () => void) => {
    const timer = setTimeout(task, 0);
    return () => clearTimeout(timer);
  },
};

export interface Watched {
  readonly transcript: Transcript;
  /** The transcript of a view that was told every patch from the beginning. */
  readonly view: Transcript;
  /** Lines that a view had been told in full and later saw change or vanish. */
  readonly lostLines: readonly string[];
}

/** Follows a task over HTTP until it is idle, as one view sees it. */
export async function watch(origin: string): Promise<Watched> {
  const transport = createTransport({}, {});
  const client = new SigmicClient({
    origin: () => origin,
    credential: () => Promise.resolve(`sigmic_${'0'.repeat(64)}`),
    transport: () => transport,
    log: silentLog,
  });
  const session = new TaskSession('t', { client, log: silentLog, clock: impatientClock, random: () => 0.5 });
  let view: Transcript = session.transcript;
  const lostLines: string[] = [];
  await new Promise<void>((resolve) => {
    session.onUpdate(({ patches, connection }) => {
      const before = view;
      view = applyPatches(view, patches);
      lostLines.push(...before.turns.flatMap((turn) => linesLost(turn, view)));
      if (connection?.kind === 'idle') resolve();
    });
  });
  const { transcript } = session;
  session.dispose();
  await transport.close();
  return { transcript, view, lostLines };
}

function linesLost(turn: Turn, now: Transcript): string[] {
  const later = textOf(now.turns.find(({ key }) => key === turn.key));
  const finished = textOf(turn).split('\n').slice(0, -1).join('\n');
  return later.startsWith(finished) ? [] : [finished];
}

export function textOf(turn: Turn | undefined): string {
  return (turn?.segments ?? [])
    .flatMap((segment) => (segment.kind === 'text' ? [segment.text] : []))
    .join('');
}
