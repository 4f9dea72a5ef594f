import assert from 'node:assert/strict';
import type { LoggedRequest } from '../emulator';
import { killExtensionHosts } from '../rig/kill-extension-hosts';
import { useSession } from './use-session';

describe('an extension host that is killed while it sends', () => {
  const session = useSession();
  const { chat } = session;

  const posts = (path: string): LoggedRequest[] =>
    session.emulator.requests.filter((request) => request.method === 'POST' && request.path.endsWith(path));

  /** As a crash does, in mid-send; then the person loads the window again, when VS Code has saved an editor that holds `saved`. */
  async function crash(saved: string): Promise<void> {
    const { editor, workbench } = session;
    assert.ok((await killExtensionHosts(editor)) > 0);
    await workbench.reload(saved);
  }

  it('opens the task that was made although nobody heard of it, and makes no second one', async () => {
    const { emulator, workbench } = session;
    const heard = emulator.faults.add({ match: { method: 'POST', path: /\/tasks$/ }, silenceAfterBytes: 0 });
    await chat.begin();
    await chat.message.fill('What is 30 + 8?');
    await chat.send.click();
    await session.elsewhere.untilSaid('What is 30 + 8?');
    await crash('What is 30 + 8?');
    heard();
    await workbench.tab(/What is 30/).waitFor();
    await chat.answered('38');
    await chat.holds('');
    assert.equal(posts('/tasks').length, 1);
  });

  it('finds a message again that arrived, and clears it from the textbox', async () => {
    const { emulator } = session;
    await chat.answered('38');
    const heard = emulator.faults.add({ match: { method: 'POST', path: '/messages' }, silenceAfterBytes: 0 });
    await chat.message.fill('What is 30 + 9?');
    await chat.send.click();
    await session.elsewhere.untilSaid('What is 30 + 9?');
    await crash(await session.elsewhere.newest());
    heard();
    await chat.answered('39');
    await chat.holds('');
    assert.equal(posts('/messages').length, 1);
  });
});
