import { keepPictureOfFailure, startSession, type Session } from '../rig/session';
import { Chat } from './chat';

describe('a task that ends in the background', () => {
  let session: Session;
  let chat: Chat;

  before(async () => {
    session = await startSession();
    chat = new Chat(session.workbench);
    session.emulator.script(/^Wait at the gate/, [
      { gate: 'end' },
      { event: 'content', data: { text: 'Through' } },
    ]);
    session.emulator.script(/^Fail at the gate/, [{ gate: 'failure' }, { fail: 'Out of disk' }]);
  });
  afterEach(keepPictureOfFailure(() => session));
  after(() => session.stop());

  /** Begins a task, and another chat in front of it. */
  async function leave(message: string): Promise<void> {
    const { workbench } = session;
    await workbench.runCommand('Sigmic: New Task');
    await chat.say(message);
    await chat.cancel.waitFor();
    await workbench.runCommand('Sigmic: New Task');
    await chat.message.waitFor();
  }

  it('says so, and a click opens it', async () => {
    const { workbench, emulator } = session;
    await leave('Wait at the gate');
    emulator.openGate('end');
    await workbench.notification('"Wait at the gate" is done.').waitFor();
    await workbench.answerNotification('"Wait at the gate" is done.', 'Open');
    await chat.answered('Through');
  });

  it('says why it failed', async () => {
    const { workbench, emulator } = session;
    await leave('Fail at the gate');
    emulator.openGate('failure');
    await workbench.notification('"Fail at the gate" failed: Out of disk').waitFor();
  });
});
