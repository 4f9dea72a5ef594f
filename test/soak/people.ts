import { isSigmicError, type SigmicClient } from '../../src/core/api';
import { applyPatches } from '../../src/core/session/transcript-editor';
import type { SessionRegistry } from '../../src/core/session/session-registry';
import type { TaskSession } from '../../src/core/session/task-session';
import { emptyTranscript, type Transcript, type Turn } from '../../src/core/session/transcript';
import { TextPlace } from '../../src/core/text-place';
import { PatchFeed } from '../../src/host/chat/patch-feed';
import { runAfter } from '../../src/host/chat/run-after';

export interface Deeds {
  readonly tasks: number;
  readonly followUps: number;
  readonly cancelled: number;
  /** Conversations that ended otherwise than the server has saved them, or as the view showed them. */
  readonly wrong: readonly string[];
}

interface World {
  readonly registry: SessionRegistry;
  /** Through the front that cuts. */
  readonly client: SigmicClient;
  /** Past it. */
  readonly witness: SigmicClient;
  readonly signal: AbortSignal;
}

/** People at work until the signal: each has one task after another, with a view, some follow up, some cancel. */
export async function work({ registry, client, witness, signal }: World, people: number): Promise<Deeds> {
  const deeds = { tasks: 0, followUps: 0, cancelled: 0, wrong: new Array<string>() };

  const oneTask = async (turn: number): Promise<void> => {
    const { id } = await client.createTask({
      message: 'Give me a long answer in 2 sections',
      autoExecute: true,
    });
    const handle = registry.acquire(id);
    const view = watch(handle.session);
    try {
      deeds.tasks += 1;
      if (turn % 5 === 4) {
        await handle.session.cancel();
        deeds.cancelled += 1;
      }
      await rests(handle.session, signal);
      if (turn % 3 === 2) {
        await handle.session.send('What is 2 + 3?', []);
        deeds.followUps += 1;
        await rests(handle.session, signal);
      }
      if (signal.aborted) return;
      const { messages } = await witness.getHistory(id);
      const saved = messages.map(({ role, content }) => `${role}: ${folded(content)}`);
      const shown = handle.session.transcript.turns.flatMap(said);
      // Of a turn that was cancelled before its first word nothing is saved.
      const same = JSON.stringify(saved) === JSON.stringify(shown.slice(0, saved.length));
      if (!same || shown.slice(saved.length).some((line) => line !== 'assistant: '))
        deeds.wrong.push(`${id}: saved ${saved.join(' | ')}, shown ${shown.join(' | ')}`);
      if (JSON.stringify(view.shown()) !== JSON.stringify(handle.session.transcript))
        deeds.wrong.push(`${id}: the view differs`);
    } finally {
      view.dispose();
      handle.dispose();
    }
  };

  const person = async (first: number): Promise<void> => {
    for (let turn = first; !signal.aborted; turn += 1)
      // What a cut took from a request is for a person to decide: this one goes on with something else.
      await oneTask(turn).catch((error: unknown) => {
        if (!isSigmicError(error)) throw error;
      });
  };
  await Promise.all(Array.from({ length: people }, (_, first) => person(first)));
  return deeds;
}

/** One view of a session, fed as a panel is. */
function watch(session: TaskSession): { shown(): Transcript; dispose(): void } {
  let shown = emptyTranscript;
  const place = new TextPlace();
  const feed = new PatchFeed(
    {
      post: (posted) => {
        const message = place.unpack(posted);
        if (message?.type === 'changes') shown = applyPatches(shown, message.patches);
      },
      snapshot: () => {
        shown = session.transcript;
        return { type: 'changes', patches: [] };
      },
      schedule: runAfter,
      now: () => performance.now(),
    },
    true,
  );
  feed.ready();
  const stop = session.onUpdate((update) => feed.push(update));
  return {
    shown: () => {
      feed.tell({ type: 'changes', patches: [] });
      return shown;
    },
    dispose: () => {
      stop();
      feed.dispose();
    },
  };
}

async function rests(session: TaskSession, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (session.connection.kind !== 'idle' && !signal.aborted) return;
      stop();
      signal.removeEventListener('abort', look);
      resolve();
    };
    const stop = session.onUpdate(look);
    signal.addEventListener('abort', look);
    look();
  });
}

function said(turn: Turn): string[] {
  const text = turn.segments.flatMap((segment) => (segment.kind === 'text' ? [segment.text] : [])).join('');
  const user = turn.user === undefined ? [] : [`user: ${folded(turn.user.text)}`];
  return [...user, `assistant: ${folded(text)}`];
}

const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();
