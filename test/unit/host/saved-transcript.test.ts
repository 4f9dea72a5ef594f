import assert from 'node:assert/strict';
import type { Transcript } from '../../../src/core/session/transcript';
import { wholeTranscript } from '../../../src/host/chat/saved-transcript';
import { answer, content, historyDone, question } from '../session/events';
import { startSession } from '../session/rig';
import { textOf } from '../session/watch';

describe('the whole conversation of a task', () => {
  const said = [question('m1', 'One?'), answer('m2', 'One.'), question('m3', 'Two?')];
  const questions = ({ turns }: Transcript): unknown => turns.map(({ user }) => user?.text);

  it('is the saved one while a session is still told its beginning, and then what the session shows', async () => {
    const rig = startSession((api) => {
      const messages = said.flatMap((event) => (event.type === 'history_message' ? [event.data] : []));
      api.history = { taskId: 't', messages };
    });
    const read = () => wholeTranscript(rig.api, 't', rig.session);
    const stream = await rig.api.stream(1);
    stream.say(...said.slice(0, 1));
    await rig.until(() => rig.session.transcript.turns.length === 1);
    assert.deepEqual(questions(await read()), ['One?', 'Two?']);
    stream.say(...said.slice(1), historyDone(true), content('Tw'));
    await rig.until(() => textOf(rig.session.transcript.turns.at(-1)) === 'Tw');
    assert.equal(await read(), rig.session.transcript);
    assert.deepEqual(questions(await wholeTranscript(rig.api, 't', undefined)), ['One?', 'Two?']);
    rig.session.dispose();
  });
});
