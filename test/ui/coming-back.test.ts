import assert from 'node:assert/strict';
import { useSession } from './use-session';

describe('coming back to a window', () => {
  const session = useSession();

  it('shows what was said elsewhere to a chat at rest, by one request for the list', async () => {
    const { workbench, emulator } = session;
    const { chat, elsewhere } = session;
    const id = await elsewhere.finish('What is 1 + 1?');
    await workbench.openView('Sigmic');
    await workbench.treeRow(/What is 1 \+ 1/).click();
    await chat.answered(/2/);
    const lists = (): number => emulator.requests.filter(({ path }) => path.includes('/tasks?')).length;
    emulator.script(/at the gate/, [{ gate: 'back' }, { event: 'content', data: { text: 'Through' } }]);
    await session.workbench.tellFocus(false);
    await elsewhere.send(id, 'Wait at the gate');
    await elsewhere.untilStatus(id, 'running');
    const before = lists();
    await session.workbench.tellFocus(true);
    await chat.articles('user').filter({ hasText: 'Wait at the gate' }).waitFor();
    emulator.openGate('back');
    await chat.answered('Through');
    assert.equal(lists(), before + 1);
  });
});
