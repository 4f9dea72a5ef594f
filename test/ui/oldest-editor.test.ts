import assert from 'node:assert/strict';
import { join } from 'node:path';
import { screenshot } from '../rig/page';
import { useSession } from './use-session';

describe('the oldest editor that is supported', () => {
  const session = useSession({ version: 'oldest', signedIn: false });
  const { chat } = session;

  it('signs in, hands a file over, asks for approval and opens what the agent made', async () => {
    const { workbench, emulator, workspace } = session;
    assert.match(session.editor.vscode, /^1\.99\./);
    await workbench.openView('Sigmic');
    await workbench.page.getByRole('button', { name: 'Sign In' }).first().click();
    await workbench.answer(emulator.key);
    await workbench.page.getByRole('button', { name: 'New Task' }).first().waitFor();
    await chat.begin();
    await chat.approveAutomatically.uncheck();
    await chat.attach(join(workspace, 'sales.csv'), 'sales.csv');
    await chat.say('Count what is in there. Run `wc -l uploads/sales.csv > count.txt`');
    await workbench.answerNotification('wc -l', 'Approve once');
    await chat.answered(/exit code 0/);
    await screenshot(workbench.page, 'oldest-editor-dark');
    // The chat names the file when the listing is there: the tree is not drawn anew from then on.
    await chat.button('count.txt').waitFor();
    await workbench
      .treeRow(/Count what is in there/)
      .locator('.monaco-tl-twistie')
      .click();
    await workbench.treeRow(/^count\.txt/).click();
    await workbench.editorText.filter({ hasText: 'sales.csv' }).waitFor();
    assert.deepEqual(workbench.problems, []);
  });
});
