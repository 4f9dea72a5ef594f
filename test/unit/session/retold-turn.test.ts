import assert from 'node:assert/strict';
import { content, historyDone, question, thought, tool } from './events';
import { settle, startSession, type Rig } from './rig';
import { textOf } from './watch';

const lastTurn = (rig: Rig) => rig.session.transcript.turns.at(-1);
const lastText = (rig: Rig) => textOf(lastTurn(rig));

describe('a turn that is told again in other words (rule 4)', () => {
  it('keeps what a retold turn tells after it took its place', async () => {
    const rig = startSession();
    const first = await rig.api.stream(1);
    first.say(question('m1', 'Go'), historyDone(true), thought('Plan'), content('One'));
    await rig.until(() => lastText(rig) === 'One');
    first.drop();
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    rig.session.wake();
    const second = await rig.api.stream(2);
    second.say(question('m1', 'Go'), historyDone(true), content('Uno dos'), thought('Plan'));
    await rig.until(() => lastText(rig) === 'Uno dos');
    await settle();
    assert.deepEqual(
      lastTurn(rig)?.segments.map(({ kind }) => kind),
      ['text', 'thought'],
    );
  });

  it('keeps an answer through a retold turn that differs', async () => {
    const rig = startSession();
    const first = await rig.api.stream(1);
    first.say(question('m1', 'Go'), historyDone(true), content('One'), tool('c1', 'awaiting_approval'));
    await rig.until(() => rig.session.waiting.length === 1);
    await rig.session.answer('c1', 'proceed_once');
    first.drop();
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    rig.session.wake();
    const second = await rig.api.stream(2);
    const told = rig.updates.length;
    second.say(question('m1', 'Go'), historyDone(true), content('Uno dos'));
    second.say(tool('c1', 'pending'), tool('c1', 'awaiting_approval'), content(' tres'));
    await rig.until(() => lastText(rig).endsWith('tres'));
    assert.deepEqual(rig.session.waiting, []);
    assert.ok(!rig.updates.slice(told).some(({ head }) => head?.status === 'awaiting_approval'));
  });
});
