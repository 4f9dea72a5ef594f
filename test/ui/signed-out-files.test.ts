import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('a file of a task without a key', () => {
  const session = useSession({ signedIn: false });
  const row = (name: string | RegExp): Locator => session.workbench.treeRow(name);
  const signedIn = (): Locator => row(/^Make a note, Completed/);

  async function signIn(): Promise<void> {
    await session.workbench.runCommand('Sigmic: Sign In');
    await session.workbench.answer(session.emulator.key);
    await signedIn().waitFor();
  }

  it('says what to do when its tab comes back, and opens once there is a key', async () => {
    const { workbench, elsewhere } = session;
    await elsewhere.finish('Make a note\n\nRun `echo kept > note.txt`');
    await workbench.openView('Sigmic');
    await signIn();
    await signedIn().locator('.monaco-tl-twistie').click();
    await row(/note\.txt/).dblclick();
    await workbench.editorText.filter({ hasText: 'kept' }).waitFor();
    // The browser forgets secrets when the page is loaded anew.
    await workbench.reload('note.txt');
    await workbench.tab(/note\.txt/).waitFor();
    const words = 'Sign in to Sigmic to see the files of tasks that are open here.';
    await workbench.notification(words).waitFor();
    await photograph(session, 'file-signed-out');
    await workbench.answerNotification(words, 'Sign In');
    await workbench.answer(session.emulator.key);
    await workbench.editorText.filter({ hasText: 'kept' }).waitFor();
    assert.deepEqual(workbench.problems, []);
  });
});
