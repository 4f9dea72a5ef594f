import assert from 'node:assert/strict';
import { join } from 'node:path';
import { SigmicError, type Task, type UploadFile } from '../../../src/core/api';
import { Composer, type Draft } from '../../../src/host/chat/composer';
import { isFateUnknown } from '../../../src/core/session/was-delivered';
import { deliver, doubtWords, UnknownFate, type Delivery } from '../../../src/host/chat/delivery';
import { NewTaskDelivery, type NewTaskDraft } from '../../../src/host/chat/new-task';
import { originsOf } from '../../../src/host/chat/origins-of';
import { SendLedger } from '../../../src/host/chat/send-ledger';
import { fastClock } from '../session/fast-clock';
import { ManualClock } from '../session/manual-clock';
import { silentLog } from '../session/watch';
import { temporaryFolder } from './temporary-folder';
import type { Attached, Attachment } from '../../../src/host/attachment';

/** Seconds of waiting take milliseconds. */
const hasty = fastClock(1000);
const lost = new SigmicError('network', 'reset', { sent: true });
const refused = new SigmicError('network', 'refused', { sent: false, code: 'ECONNREFUSED' });

function attachment(name: string, source = name, size = 3): Attachment {
  const save = () => Promise.resolve({ kind: 'test' });
  return { source, name, size, open: (as) => Promise.resolve(file(as, size)), save };
}

function file(name: string, size = 3): UploadFile {
  return { name, size, source: new Blob(['abc']) };
}

const attempt = { kind: 'task' as const, id: 'a', sentAt: 0, known: [] };

/** Plays outcomes in order: an error is thrown, anything else is the answer. */
class Script implements Delivery {
  readonly calls: string[] = [];
  readonly attempt = attempt;

  constructor(
    private readonly sends: (SigmicError | undefined)[],
    private readonly looks: (boolean | 'no way' | SigmicError)[] = [],
  ) {}

  send(files: readonly UploadFile[]): Promise<void> {
    this.calls.push(`send ${files.map(({ name }) => name).join()}`.trim());
    const outcome = this.sends.shift();
    return outcome === undefined ? Promise.resolve() : Promise.reject(outcome);
  }

  willLook(outcome: boolean): void {
    this.looks.push(outcome);
  }

  arrived(): Promise<boolean | undefined> {
    this.calls.push('look');
    const outcome = this.looks.shift() ?? false;
    if (outcome === 'no way') return Promise.resolve(undefined);
    return typeof outcome === 'boolean' ? Promise.resolve(outcome) : Promise.reject(outcome);
  }
}

describe('delivering (rule 9)', () => {
  it('knows when nobody can know', () => {
    const unavailable = (status: number) =>
      new SigmicError('unavailable', 'x', { status, retryable: status === 429 });
    for (const error of [
      lost,
      new SigmicError('timeout', 'x'),
      new SigmicError('malformed', 'x'),
      unavailable(503),
    ]) {
      assert.ok(isFateUnknown(error), error.kind);
    }
    for (const error of [refused, unavailable(429), new SigmicError('rejected', 'x'), new Error('x')]) {
      assert.ok(!isFateUnknown(error), String(error));
    }
  });

  it('does not look when the request certainly did not arrive', async () => {
    const script = new Script([refused]);
    await assert.rejects(deliver(script, [], {}, false, hasty), refused);
    assert.deepEqual(script.calls, ['send']);
  });

  it('takes a message as sent that is found', async () => {
    const script = new Script([lost], [true]);
    await deliver(script, [], {}, false, hasty);
    assert.deepEqual(script.calls, ['send', 'look']);
  });

  it('looks again in a moment: the server may be busy with it still, and the network may be back', async () => {
    const late = new Script([lost], [refused, false, true]);
    await deliver(late, [], {}, false, hasty);
    assert.deepEqual(late.calls, ['send', 'look', 'look', 'look']);
  });

  it('waits no longer than the person wants', async () => {
    const stop = new AbortController();
    const script = new Script([lost], [false, true]);
    const clock = new ManualClock();
    const sending = deliver(script, [], { signal: stop.signal }, false, clock);
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await assert.rejects(sending, (error) => error instanceof UnknownFate && error.look === 'absent');
    assert.deepEqual(script.calls, ['send', 'look']);
    assert.equal(clock.pending, 0);
  });

  it('says whether it could look when nothing is found', async () => {
    await assert.rejects(
      deliver(new Script([lost], [false]), [], {}, false, hasty),
      (error) => error instanceof UnknownFate && error.look === 'absent' && error.cause === lost,
    );
    await assert.rejects(
      deliver(new Script([lost], ['no way']), [], {}, false, hasty),
      (error) =>
        error instanceof UnknownFate && /cannot be looked for.*may run twice/.test(doubtWords(error, 'Look')),
    );
    await assert.rejects(
      deliver(new Script([lost], [refused, refused, refused]), [], {}, false, hasty),
      (error) => error instanceof UnknownFate && error.look === 'unasked',
    );
  });

  it('looks first when asked to send again, and sends only when it could look', async () => {
    const found = new Script([], [true]);
    await deliver(found, [], {}, true, hasty);
    assert.deepEqual(found.calls, ['look']);
    const missing = new Script([undefined], [false]);
    await deliver(missing, [], {}, true, hasty);
    assert.deepEqual(missing.calls, ['look', 'send']);
    const unlisted = new Script([undefined], ['no way']);
    await deliver(unlisted, [], {}, true, hasty);
    assert.deepEqual(unlisted.calls, ['look', 'send'], 'the person was told that nobody can look');
    const blind = new Script([], [refused]);
    await assert.rejects(deliver(blind, [], {}, true, hasty), refused);
    assert.deepEqual(blind.calls, ['look']);
  });
});

describe('creating a task', () => {
  const folder = temporaryFolder();
  const now = Date.parse('2026-05-01T12:00:00Z');

  function task(id: string, message: string, createdAt: string): Task {
    return { id, message, createdAt, status: 'running', pendingApprovals: [] };
  }

  function rig(draft: Partial<NewTaskDraft> = {}, tasks: Task[] = [], known: string[] = [], ahead = 0) {
    const inputs: unknown[] = [];
    const created: Task[] = [];
    const pages: unknown[] = [];
    const taken = new Map<string, string>();
    const delivery = new NewTaskDelivery(
      {
        createTask: (input) => {
          inputs.push(input);
          return Promise.resolve({ id: 'new', status: 'pending' as const });
        },
        listTasks: (page) => {
          const { limit = 50, offset = 0 } = page ?? {};
          pages.push(offset);
          const pagination = { hasMore: tasks.length > offset + limit };
          return Promise.resolve({ tasks: tasks.slice(offset, offset + limit), pagination });
        },
        clockAhead: () => ahead,
      },
      {
        message: 'Sum up',
        autoExecute: false,
        showInHistory: true,
        variables: () => Promise.resolve({}),
        ...draft,
      },
      { kind: 'task', id: 'this', sentAt: now, known },
      {
        claim: (id, by) => {
          if (!taken.has(id)) taken.set(id, by);
          return Promise.resolve(taken.get(id) === by);
        },
        ledger: new SendLedger(join(folder(), 'sending'), silentLog),
        words: 'task',
        maskText: (text) => text.replace('hunter22', '••••'),
        created: (each) => void created.push(each),
      },
    );
    return { delivery, inputs, created, taken, pages };
  }

  it('leaves out what is empty', async () => {
    const { delivery, inputs, created } = rig({ systemPrompt: '  ' });
    await delivery.send([], {});
    assert.deepEqual(inputs, [{ message: 'Sum up', autoExecute: false, showInHistory: true }]);
    assert.deepEqual(
      created.map(({ id, message }) => [id, message]),
      [['new', 'Sum up']],
    );
  });

  it('sends variables, but never together with files', async () => {
    const { delivery, inputs } = rig({
      variables: () => Promise.resolve({ env: { A: '1' }, secrets: { B: '2' } }),
      systemPrompt: 'Be brief',
      showInHistory: false,
    });
    await delivery.send([], {});
    assert.deepEqual(inputs, [
      {
        message: 'Sum up',
        autoExecute: false,
        showInHistory: false,
        systemPrompt: 'Be brief',
        env: { A: '1' },
        secrets: { B: '2' },
      },
    ]);
    for (const values of [{ env: { A: '1' } }, { secrets: { B: '2' } }]) {
      const alone = rig({ variables: () => Promise.resolve({ env: {}, secrets: {}, ...values }) });
      await alone.delivery.send([], {});
      assert.deepEqual(alone.inputs, [
        { message: 'Sum up', autoExecute: false, showInHistory: true, ...values },
      ]);
    }
    await assert.rejects(delivery.send([file('a.csv')], {}), { code: 'FILES_WITH_VARIABLES', sent: false });
  });

  it('knows itself although a secret in its message is masked in the list', async () => {
    const itself = task('x', 'Log in with ••••', '2026-05-01T12:00:02Z');
    const { delivery, inputs, created } = rig({ message: 'Log in with hunter22' }, [itself]);
    assert.equal(await delivery.arrived(), true);
    await delivery.send([], {});
    assert.deepEqual(
      created.map(({ message }) => message),
      ['Log in with ••••', 'Log in with ••••'],
    );
    assert.deepEqual(inputs, [{ message: 'Log in with hunter22', autoExecute: false, showInHistory: true }]);
  });

  it('finds itself among the newest tasks, and nothing else', async () => {
    const itself = task('x', 'Sum up', '2026-05-01T12:00:02Z');
    const { delivery, created } = rig({}, [task('y', 'Other', '2026-05-01T12:00:03Z'), itself]);
    assert.equal(await delivery.arrived(), true);
    assert.deepEqual(created, [itself]);
    assert.equal(await rig({}, [itself], ['x']).delivery.arrived(), false);
    assert.equal(await rig({}, [task('x', 'Sum up', '2026-05-01T11:00:00Z')]).delivery.arrived(), false);
  });

  it('finds itself when the server tells no time, but never a task that was there before', async () => {
    const timeless = { ...task('x', 'Sum up', ''), createdAt: undefined };
    assert.equal(await rig({}, [timeless]).delivery.arrived(), true);
    assert.equal(await rig({}, [timeless], ['x']).delivery.arrived(), false);
  });

  it('goes by the time of the server, however far that is from ours', async () => {
    const hour = 3_600_000;
    for (const ahead of [-hour, hour]) {
      const at = (ms: number): string => new Date(now + ahead + ms).toISOString();
      assert.equal(await rig({}, [task('x', 'Sum up', at(2000))], [], ahead).delivery.arrived(), true);
      assert.equal(
        await rig({}, [task('x', 'Sum up', at(-2 * 60_000))], [], ahead).delivery.arrived(),
        false,
      );
    }
  });

  it('looks as far back as tasks were touched since, and no further than 200', async () => {
    const others = Array.from({ length: 400 }, (_each, index) =>
      task(`o${index}`, 'Other', '2026-05-01T12:00:05Z'),
    );
    const itself = task('x', 'Sum up', '2026-05-01T12:00:02Z');
    const found = rig({}, [...others.slice(0, 130), itself]);
    assert.equal(await found.delivery.arrived(), true);
    assert.deepEqual(found.pages, [0, 50, 100]);
    const old = others.map((each) => ({ ...each, lastActivityAt: '2026-05-01T11:00:00Z' }));
    const missing = rig({}, old);
    assert.equal(await missing.delivery.arrived(), false);
    assert.deepEqual(missing.pages, [0]);
    const busy = rig({}, others);
    assert.equal(await busy.delivery.arrived(), false);
    assert.deepEqual(busy.pages, [0, 50, 100, 150]);
  });

  it('leaves a task to the attempt that made or found it', async () => {
    const [one, two] = ['x', 'y'].map((id) => task(id, 'Sum up', '2026-05-01T12:00:02Z'));
    const { delivery, created, taken } = rig({}, [one!, two!]);
    taken.set('x', 'another');
    assert.equal(await delivery.arrived(), true);
    assert.equal(await delivery.arrived(), true, 'it is its own');
    assert.deepEqual(created, [two, two]);
    await delivery.send([], {});
    assert.equal(taken.get('new'), 'this');
  });

  it('cannot be looked for when it is not listed', async () => {
    const { delivery, pages } = rig({ showInHistory: false }, [task('x', 'Sum up', '2026-05-01T12:00:02Z')]);
    assert.equal(await delivery.arrived(), undefined);
    assert.deepEqual(pages, []);
  });
});

describe('composer', () => {
  /** What is not found is looked for so often before the person is told. */
  const looks = ['look', 'look', 'look'];

  function rig(...deliveries: Delivery[]) {
    const events: string[] = [];
    const drafts: Draft[] = [];
    const openings: boolean[] = [];
    const attempts: (string | undefined)[] = [];
    const delivered: unknown[] = [];
    const remembered: string[] = [];
    let held = Promise.resolve();
    const hold = (until: Promise<void>): void => void (held = until);
    const composer: Composer = new Composer({
      changed: () => void events.push(composer.state.sending ? 'sending' : 'idle'),
      sent: (text) => void events.push(`sent ${text}`),
      delivery: (draft, opening, earlier) => {
        attempts.push(earlier?.id);
        drafts.push(draft);
        openings.push(opening);
        return deliveries.shift()!;
      },
      filesFollow: ({ variables }) => variables !== undefined && composer.attachments.length > 0,
      queue: () => undefined,
      delivered: (files) => void delivered.push(originsOf(files)),
      remember: (sending) => {
        remembered.push(sending === undefined ? 'nothing' : sending.draft.text);
        return held;
      },
      withSignIn: (operation) => operation(),
      tell: (message) => void events.push(message),
      failed: () => void events.push('failed'),
      clock: hasty,
      words: () => ({ doing: 'create the task', look: 'Look at the list of tasks' }),
    });
    return { composer, events, drafts, openings, attempts, delivered, remembered, hold };
  }

  it('sends the draft with its files, then lets go of them', async () => {
    const script = new Script([undefined]);
    const { composer, events, drafts } = rig(script);
    composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    assert.equal(await composer.send({ text: 'Go', autoExecute: true }), true);
    assert.deepEqual(drafts, [{ text: 'Go', autoExecute: true }]);
    assert.deepEqual(script.calls, ['send a.csv']);
    assert.deepEqual(events, ['idle', 'sending', 'sent Go', 'idle']);
    assert.deepEqual(composer.state, { files: [], folders: [], sending: false });
  });

  it('creates the task first when its files must follow, then sends what was written', async () => {
    const first = new Script([undefined]);
    const second = new Script([undefined]);
    const { composer, events, drafts, openings, delivered } = rig(first, second);
    composer.attach({ attachments: [{ ...attachment('a.csv'), origin: 'file:///w/a.csv' }], refused: [] });
    assert.equal(await composer.send({ text: 'Go', variables: 'staging' }), true);
    assert.deepEqual(delivered, [[{ path: 'uploads/a.csv', uri: 'file:///w/a.csv' }]]);
    assert.deepEqual(openings, [true, false]);
    assert.deepEqual(drafts[1], { text: 'Go' });
    assert.deepEqual([first.calls, second.calls], [['send'], ['send a.csv']]);
    assert.deepEqual(
      events.filter((event) => event.startsWith('sent')),
      ['sent Go'],
    );
    assert.deepEqual(composer.state, { files: [], folders: [], sending: false });
  });

  it('keeps text and files when the task could not be created first, and looks for it before a second one', async () => {
    const first = new Script([lost], [false]);
    const again = new Script([], []);
    const second = new Script([undefined]);
    const { composer, events } = rig(first, again, second);
    composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    assert.equal(await composer.send({ text: 'Go', variables: 'staging' }), false);
    assert.equal(composer.state.files.length, 1);
    assert.ok(!events.includes('sent Go'));
    first.willLook(true);
    assert.equal(await composer.retry({ text: 'Go', variables: 'staging' }), true);
    assert.deepEqual(first.calls, ['send', ...looks, 'look']);
    assert.deepEqual([again.calls, second.calls], [[], ['send a.csv']]);
  });

  it('keeps text and files in the chat of the task when the message after its creation fails', async () => {
    const second = new Script([refused]);
    const third = new Script([undefined]);
    const { composer, events, openings, delivered } = rig(new Script([undefined]), second, third);
    composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    assert.equal(await composer.send({ text: 'Go', variables: 'staging' }), false);
    assert.deepEqual(delivered, []);
    assert.equal(composer.state.files.length, 1);
    assert.ok(!events.includes('sent Go'));
    assert.equal(await composer.retry({ text: 'Go' }), true);
    assert.deepEqual(openings, [true, false, false]);
    assert.deepEqual(third.calls, ['send a.csv']);
  });

  it('creates nothing when a file cannot be read', async () => {
    const { composer, openings } = rig(new Script([undefined]));
    const gone: Attachment = { ...attachment('a.csv'), open: () => Promise.reject(refused) };
    composer.attach({ attachments: [gone], refused: [] });
    const first = new Script([]);
    assert.equal(await composer.send({ text: 'Go', variables: 'staging' }), false);
    assert.deepEqual(openings, [true]);
    assert.deepEqual(first.calls, []);
  });

  it('keeps everything when sending fails, and sends it again on a click', async () => {
    const first = new Script([refused]);
    const second = new Script([undefined]);
    const { composer, events } = rig(first, second);
    composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.deepEqual(events, ['idle', 'sending', 'failed', 'idle']);
    assert.deepEqual(
      composer.state.files.map(({ name }) => name),
      ['a.csv'],
    );
    assert.match(composer.state.problem?.message ?? '', /^Could not create the task/);
    assert.equal(composer.state.problem?.action?.id, 'retry');
    assert.equal(await composer.retry(), true);
    assert.deepEqual(second.calls, ['send a.csv']);
  });

  it('says honestly that a message may have arrived, and looks before it sends again', async () => {
    const script = new Script([lost], [false, false, false, true]);
    const { composer } = rig(script, new Script([]));
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.match(composer.state.problem?.message ?? '', /may have arrived.*Look at the list of tasks before/);
    assert.deepEqual(composer.state.problem?.action, { id: 'retry', label: 'Send Again' });
    assert.equal(await composer.retry(), true);
    assert.deepEqual(script.calls, ['send', ...looks, 'look']);
  });

  it('does not look for another message than the doubtful one', async () => {
    const other = new Script([undefined]);
    const { composer } = rig(new Script([lost]), other);
    await composer.send({ text: 'Go' });
    assert.equal(await composer.send({ text: 'Something else' }), true);
    assert.deepEqual(other.calls, ['send']);
  });

  it('sends again what is on screen, not the options that failed', async () => {
    const doubtful = new Script([lost], [false, false]);
    const fresh = new Script([undefined]);
    const { composer, drafts, attempts } = rig(doubtful, fresh);
    await composer.send({ text: 'Go', autoExecute: true });
    assert.equal(await composer.retry({ text: 'Go', autoExecute: false }), true);
    assert.deepEqual(drafts.at(-1), { text: 'Go', autoExecute: false });
    assert.deepEqual(doubtful.calls, ['send', ...looks, 'look']);
    assert.deepEqual(fresh.calls, ['send']);
    assert.deepEqual(attempts, [undefined, attempt.id], 'what is kept of it on disk leads to either');
  });

  it('looks first when a send was stopped, which may have arrived', async () => {
    const stopped = new Script([new SigmicError('cancelled', 'stopped')], [true]);
    const { composer } = rig(stopped, new Script([]));
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.equal(await composer.send({ text: 'Go' }), true);
    assert.deepEqual(stopped.calls, ['send', 'look']);
  });

  it('remembers what may have left until its fate is known', async () => {
    const doubtful = new Script([lost], [false, false]);
    const { composer, remembered } = rig(doubtful, new Script([undefined]), new Script([refused]));
    await composer.send({ text: 'Go' });
    assert.deepEqual(remembered.splice(0), ['Go'], 'kept while in doubt');
    await composer.retry();
    assert.deepEqual(remembered.splice(0), ['Go', 'nothing']);
    await composer.send({ text: 'More' });
    assert.deepEqual(remembered, ['More', 'nothing'], 'it never left');
  });

  it('sends nothing before that is on disk', async () => {
    const script = new Script([undefined]);
    const { composer, hold } = rig(script);
    let write = (): void => undefined;
    hold(new Promise((resolve) => (write = resolve)));
    const sending = composer.send({ text: 'Go' });
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(script.calls, []);
    write();
    assert.equal(await sending, true);
    assert.deepEqual(script.calls, ['send']);
  });

  it('takes up what an earlier window was sending: it was sent, or may be sent again', async () => {
    const sending = { draft: { text: 'Go' }, opening: false, attempt };
    const found = rig();
    found.composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    await found.composer.takeUp(sending, new Script([], [true]));
    assert.deepEqual(found.events, ['idle', 'sending', 'sent Go', 'idle']);
    assert.deepEqual(found.composer.state, { files: [], folders: [], sending: false });
    assert.deepEqual(found.remembered, ['nothing']);

    const again = new Script([undefined]);
    const missing = rig(again);
    missing.composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    const earlier = new Script([], [false, false]);
    await missing.composer.takeUp(sending, earlier);
    assert.match(
      missing.composer.state.problem?.message ?? '',
      /^The window was closed while this was sent, so your message may have arrived; Sigmic does not show it/,
    );
    assert.deepEqual(missing.remembered, [], 'still in doubt');
    assert.equal(await missing.composer.send({ text: 'Go' }), true);
    assert.deepEqual([earlier.calls, again.calls], [[...looks, 'look'], ['send a.csv']]);
  });

  it('takes up a task whose files had to follow', async () => {
    const second = new Script([undefined]);
    const { composer, events } = rig(second);
    composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    const draft = { text: 'Go', variables: 'staging' };
    await composer.takeUp({ draft, opening: true, attempt }, new Script([], [true]));
    assert.match(composer.state.problem?.message ?? '', /task was created, but this message/);
    assert.deepEqual(composer.state.problem?.action, { id: 'retry', label: 'Send' });
    assert.ok(!events.includes('sent Go'));
    assert.equal(await composer.retry({ text: 'Go' }), true);
    assert.deepEqual(second.calls, ['send a.csv']);
  });

  it('sends nothing empty, and nothing twice at a time', async () => {
    const script = new Script([undefined]);
    const { composer } = rig(script);
    assert.equal(await composer.send({ text: ' \n' }), false);
    assert.equal(composer.state.problem?.message, 'Write a message first.');
    const results = await Promise.all([composer.send({ text: 'Go' }), composer.send({ text: 'Go' })]);
    assert.deepEqual(results, [true, false]);
    assert.deepEqual(script.calls, ['send']);
  });

  it('is quiet about a send that the person stopped, and keeps the draft', async () => {
    const { composer, events } = rig(new Script([new SigmicError('cancelled', 'stopped')]));
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.deepEqual(events, ['sending', 'idle']);
    assert.equal(composer.state.problem, undefined);
    assert.equal(await composer.retry(), false);
  });

  it('tells of a file that cannot be read any more before anything is sent', async () => {
    const script = new Script([undefined]);
    const { composer } = rig(script);
    const gone = new SigmicError('invalid', '"a.csv" cannot be read.', { sent: false });
    const broken = { ...attachment('a.csv'), open: () => Promise.reject(gone) };
    composer.attach({ attachments: [broken], refused: [] });
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.deepEqual(script.calls, []);
    assert.match(composer.state.problem?.message ?? '', /a\.csv/);
  });

  it('waits for files that are being looked at', async () => {
    const script = new Script([undefined]);
    const { composer } = rig(script);
    let looked: (attached: Attached) => void = () => undefined;
    const attaching = composer.attachWhenLooked(new Promise((resolve) => (looked = resolve)));
    assert.equal(composer.state.looking, true);
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.match(composer.state.problem?.message ?? '', /still being looked at/);
    looked({ attachments: [attachment('a.csv')], refused: [] });
    await attaching;
    assert.equal(composer.state.looking, undefined);
    assert.equal(await composer.send({ text: 'Go' }), true);
    assert.deepEqual(script.calls, ['send a.csv']);
    await assert.rejects(composer.attachWhenLooked(Promise.reject(new Error('no'))), /no/);
    assert.equal(composer.state.looking, undefined);
  });

  it('sends nothing when what was shown is not what is there', async () => {
    const script = new Script([undefined]);
    const { composer, events } = rig(new Script([]), script);
    const file = attachment('a.csv');
    let looks = 0;
    const look = () =>
      Promise.resolve({
        attachment: file,
        gone: looks++ === 0 ? ['a.csv'] : [],
        secrets: [],
        changed: looks > 1 ? ['a.csv'] : [],
      });
    composer.attach({ attachments: [{ ...file, look }], refused: [] });
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.match(composer.state.problem?.message ?? '', /"a\.csv" is not there any more\. Nothing was sent/);
    assert.deepEqual(script.calls, []);
    composer.attach({ attachments: [{ ...file, source: 'b', look }], refused: [] });
    assert.equal(await composer.send({ text: 'Go' }), true);
    assert.ok(
      events.some((event) => event.includes('Sigmic got what is there now')),
      events.join(),
    );
  });

  it('says how far a large send is, and stops it without losing anything', async () => {
    const size = 4 * 1024 * 1024;
    const told: unknown[] = [];
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const delivery: Delivery = {
      send: (_files, { signal, onProgress }) => {
        begin();
        for (const share of [0.25, 0.251, 0.5]) onProgress?.(share * size, size);
        return new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(new SigmicError('cancelled', 'stopped'))),
        );
      },
      arrived: () => Promise.resolve(false),
      attempt,
    };
    const composer = new Composer({
      changed: () => void told.push(composer.state.progress?.done),
      sent: () => void told.push('sent'),
      delivery: () => delivery,
      filesFollow: () => false,
      queue: () => undefined,
      delivered: () => assert.fail('It was stopped.'),
      remember: () => Promise.resolve(),
      withSignIn: (operation) => operation(),
      tell: () => undefined,
      failed: () => undefined,
      words: () => ({ doing: 'send', look: 'Look' }),
    });
    composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    const sending = composer.send({ text: 'Go' });
    await Promise.race([sending, begun]);
    assert.deepEqual(composer.state.progress, { phase: 'sending', done: size / 2, total: size });
    composer.stop();
    assert.equal(await sending, false);
    assert.deepEqual(told, [undefined, undefined, size / 4, size / 2, undefined]);
    assert.equal(composer.state.problem, undefined);
    assert.equal(composer.state.files.length, 1);
  });
});
