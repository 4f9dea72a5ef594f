import assert from 'node:assert/strict';
import { useSession } from './use-session';

describe('coming back to a window', () => {
  const session = useSession();

  /** The browser takes every window for the one in use: this one says that it is not, and then that it is. */
  async function tellFocus(focused: boolean): Promise<void> {
    await session.workbench.page.evaluate((has) => {
      // The chat's frame may have it: only a window that has the focus can lose it.
      if (!has) window.dispatchEvent(new Event('focus'));
      document.hasFocus = () => has;
      window.dispatchEvent(new Event(has ? 'focus' : 'blur'));
    }, focused);
  }

  it('shows what was said elsewhere to a chat at rest, by one request for the list', async () => {
    const { workbench, emulator } = session;
    const { chat, elsewhere } = session;
    const id = await elsewhere.finish('What is 1 + 1?');
    await workbench.openView('Sigmic');
    await workbench.treeRow(/What is 1 \+ 1/).click();
    await chat.answered(/2/);
    const lists = (): number => emulator.requests.filter(({ path }) => path.includes('/tasks?')).length;
    emulator.script(/at the gate/, [{ gate: 'back' }, { event: 'content', data: { text: 'Through' } }]);
    await tellFocus(false);
    await elsewhere.send(id, 'Wait at the gate');
    await elsewhere.untilStatus(id, 'running');
    const before = lists();
    await tellFocus(true);
    await chat.articles('user').filter({ hasText: 'Wait at the gate' }).waitFor();
    emulator.openGate('back');
    await chat.answered('Through');
    assert.equal(lists(), before + 1);
  });
});
