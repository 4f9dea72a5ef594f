import assert from 'node:assert/strict';
import { SigmicError } from '../../../src/core/api';
import type { Attached, Attachment } from '../../../src/host/attachment';
import { Composer, type Draft } from '../../../src/host/chat/composer';
import type { Delivery } from '../../../src/host/chat/delivery';
import { originsOf } from '../../../src/host/chat/origins-of';
import { hasty, lost, refused, attachment, attempt, ScriptedDelivery } from './scripted-delivery';

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
    const script = new ScriptedDelivery([undefined]);
    const { composer, events, drafts } = rig(script);
    composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    assert.equal(await composer.send({ text: 'Go', autoExecute: true }), true);
    assert.deepEqual(drafts, [{ text: 'Go', autoExecute: true }]);
    assert.deepEqual(script.calls, ['send a.csv']);
    assert.deepEqual(events, ['idle', 'sending', 'sent Go', 'idle']);
    assert.deepEqual(composer.state, { files: [], folders: [], sending: false });
  });

  it('creates the task first when its files must follow, then sends what was written', async () => {
    const first = new ScriptedDelivery([undefined]);
    const second = new ScriptedDelivery([undefined]);
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
    const first = new ScriptedDelivery([lost], [false]);
    const again = new ScriptedDelivery([], []);
    const second = new ScriptedDelivery([undefined]);
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
    const second = new ScriptedDelivery([refused]);
    const third = new ScriptedDelivery([undefined]);
    const { composer, events, openings, delivered } = rig(new ScriptedDelivery([undefined]), second, third);
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
    const { composer, openings } = rig(new ScriptedDelivery([undefined]));
    const gone: Attachment = { ...attachment('a.csv'), open: () => Promise.reject(refused) };
    composer.attach({ attachments: [gone], refused: [] });
    const first = new ScriptedDelivery([]);
    assert.equal(await composer.send({ text: 'Go', variables: 'staging' }), false);
    assert.deepEqual(openings, [true]);
    assert.deepEqual(first.calls, []);
  });

  it('keeps everything when sending fails, and sends it again on a click', async () => {
    const first = new ScriptedDelivery([refused]);
    const second = new ScriptedDelivery([undefined]);
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
    const script = new ScriptedDelivery([lost], [false, false, false, true]);
    const { composer } = rig(script, new ScriptedDelivery([]));
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.match(composer.state.problem?.message ?? '', /may have arrived.*Look at the list of tasks before/);
    assert.deepEqual(composer.state.problem?.action, { id: 'retry', label: 'Send Again' });
    assert.equal(await composer.retry(), true);
    assert.deepEqual(script.calls, ['send', ...looks, 'look']);
  });

  it('does not look for another message than the doubtful one', async () => {
    const other = new ScriptedDelivery([undefined]);
    const { composer } = rig(new ScriptedDelivery([lost]), other);
    await composer.send({ text: 'Go' });
    assert.equal(await composer.send({ text: 'Something else' }), true);
    assert.deepEqual(other.calls, ['send']);
  });

  it('sends again what is on screen, not the options that failed', async () => {
    const doubtful = new ScriptedDelivery([lost], [false, false]);
    const fresh = new ScriptedDelivery([undefined]);
    const { composer, drafts, attempts } = rig(doubtful, fresh);
    await composer.send({ text: 'Go', autoExecute: true });
    assert.equal(await composer.retry({ text: 'Go', autoExecute: false }), true);
    assert.deepEqual(drafts.at(-1), { text: 'Go', autoExecute: false });
    assert.deepEqual(doubtful.calls, ['send', ...looks, 'look']);
    assert.deepEqual(fresh.calls, ['send']);
    assert.deepEqual(attempts, [undefined, attempt.id], 'what is kept of it on disk leads to either');
  });

  it('looks first when a send was stopped, which may have arrived', async () => {
    const stopped = new ScriptedDelivery([new SigmicError('cancelled', 'stopped')], [true]);
    const { composer } = rig(stopped, new ScriptedDelivery([]));
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.equal(await composer.send({ text: 'Go' }), true);
    assert.deepEqual(stopped.calls, ['send', 'look']);
  });

  it('remembers what may have left until its fate is known', async () => {
    const doubtful = new ScriptedDelivery([lost], [false, false]);
    const { composer, remembered } = rig(
      doubtful,
      new ScriptedDelivery([undefined]),
      new ScriptedDelivery([refused]),
    );
    await composer.send({ text: 'Go' });
    assert.deepEqual(remembered.splice(0), ['Go'], 'kept while in doubt');
    await composer.retry();
    assert.deepEqual(remembered.splice(0), ['Go', 'nothing']);
    await composer.send({ text: 'More' });
    assert.deepEqual(remembered, ['More', 'nothing'], 'it never left');
  });

  it('sends nothing before that is on disk', async () => {
    const script = new ScriptedDelivery([undefined]);
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
    await found.composer.takeUp(sending, new ScriptedDelivery([], [true]));
    assert.deepEqual(found.events, ['idle', 'sending', 'sent Go', 'idle']);
    assert.deepEqual(found.composer.state, { files: [], folders: [], sending: false });
    assert.deepEqual(found.remembered, ['nothing']);

    const again = new ScriptedDelivery([undefined]);
    const missing = rig(again);
    missing.composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    const earlier = new ScriptedDelivery([], [false, false]);
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
    const second = new ScriptedDelivery([undefined]);
    const { composer, events } = rig(second);
    composer.attach({ attachments: [attachment('a.csv')], refused: [] });
    const draft = { text: 'Go', variables: 'staging' };
    await composer.takeUp({ draft, opening: true, attempt }, new ScriptedDelivery([], [true]));
    assert.match(composer.state.problem?.message ?? '', /task was created, but this message/);
    assert.deepEqual(composer.state.problem?.action, { id: 'retry', label: 'Send' });
    assert.ok(!events.includes('sent Go'));
    assert.equal(await composer.retry({ text: 'Go' }), true);
    assert.deepEqual(second.calls, ['send a.csv']);
  });

  it('sends nothing empty, and nothing twice at a time', async () => {
    const script = new ScriptedDelivery([undefined]);
    const { composer } = rig(script);
    assert.equal(await composer.send({ text: ' \n' }), false);
    assert.equal(composer.state.problem?.message, 'Write a message first.');
    const results = await Promise.all([composer.send({ text: 'Go' }), composer.send({ text: 'Go' })]);
    assert.deepEqual(results, [true, false]);
    assert.deepEqual(script.calls, ['send']);
  });

  it('is quiet about a send that the person stopped, and keeps the draft', async () => {
    const { composer, events } = rig(new ScriptedDelivery([new SigmicError('cancelled', 'stopped')]));
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.deepEqual(events, ['sending', 'idle']);
    assert.equal(composer.state.problem, undefined);
    assert.equal(await composer.retry(), false);
  });

  it('tells of a file that cannot be read any more before anything is sent', async () => {
    const script = new ScriptedDelivery([undefined]);
    const { composer } = rig(script);
    const gone = new SigmicError('invalid', '"a.csv" cannot be read.', { sent: false });
    const broken = { ...attachment('a.csv'), open: () => Promise.reject(gone) };
    composer.attach({ attachments: [broken], refused: [] });
    assert.equal(await composer.send({ text: 'Go' }), false);
    assert.deepEqual(script.calls, []);
    assert.match(composer.state.problem?.message ?? '', /a\.csv/);
  });

  it('waits for files that are being looked at', async () => {
    const script = new ScriptedDelivery([undefined]);
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
    const script = new ScriptedDelivery([undefined]);
    const { composer, events } = rig(new ScriptedDelivery([]), script);
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
