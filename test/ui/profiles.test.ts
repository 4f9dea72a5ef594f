import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { openWorkbench, screenshot } from '../rig/page';
import { Elsewhere } from './elsewhere';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('profiles', () => {
  const workKey = `sigmic_${randomBytes(32).toString('hex')}`;
  const session = useSession({ emulator: { keys: [workKey] } });
  const { chat } = session;

  before(() => {
    for (const name of ['home', 'work'])
      session.emulator.script(new RegExp(`slow task at ${name}`), [
        { event: 'content', data: { text: `Begun at ${name}. `, isPartial: true } },
        { gate: name },
        ...(name === 'work' ? [{ approval: { callId: 'c1', toolName: 'work_tool', args: { at: 1 } } }] : []),
        { event: 'content', data: { text: `Ended at ${name}.`, isPartial: true } },
      ]);
  });

  const status = (): Locator =>
    session.workbench.page.locator('.statusbar-item[id="sigmic.sigmic.sigmic.profile"]');
  const label = (name: string): Locator =>
    session.workbench.webview.getByRole('note', { name: `Profile: ${name}`, exact: true });
  const viewTitle = (text: string): Locator =>
    session.workbench.page.locator('.sidebar .composite.title').getByText(text, { exact: false });

  async function switchTo(name: string): Promise<void> {
    const { workbench } = session;
    const deadline = Date.now() + 30_000;
    for (;;) {
      await workbench.runCommand('Sigmic: Switch Profile...');
      // The palette gives the focus back to the chat, late on a busy machine; the pick then closes: open it again.
      const picked = await workbench
        .quickPickRow(name)
        .click({ timeout: 4000 })
        .then(
          () => true,
          () => false,
        );
      if (picked) return;
      if (Date.now() > deadline) throw new Error(`The profiles have no "${name}".`);
    }
  }

  it('say nothing while there is one', async () => {
    const { workbench } = session;
    await workbench.openView('Sigmic');
    await viewTitle('Tasks (env)').waitFor();
    await chat.begin();
    assert.equal(await status().count(), 0);
    assert.equal(await workbench.webview.getByRole('note').count(), 0);
    await chat.say('A slow task at home');
    await chat.lastAnswer.filter({ hasText: 'Begun at home.' }).waitFor();
  });

  it('are added by a name and a key, and the tree shows the tasks of the new one', async () => {
    const { workbench } = session;
    await new Elsewhere(session.emulator, workKey).finish('A task of the work project');
    await switchTo('Add Profile...');
    await workbench.answerTitled('Add Profile', 'Work');
    await workbench.answerTitled('Sign In to Sigmic: Work', workKey);
    await status().filter({ hasText: 'Work' }).waitFor();
    await viewTitle('Work').waitFor();
    await workbench.treeRow(/A task of the work project/).waitFor();
    await workbench.treeRow(/slow task at home/).waitFor({ state: 'detached' });
    await label('SIGMIC_API_KEY').waitFor();
    await workbench.runCommand('Sigmic: Switch Profile...');
    await workbench.quickPickRow('Work').waitFor();
    await screenshot(workbench.page, 'profiles-pick-dark');
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
  });

  it('work at the same time, each chat with its own', async () => {
    const { workbench, emulator } = session;
    await workbench.runCommand('Sigmic: New Task');
    await label('Work').waitFor();
    await photograph(session, 'profile-composer');
    await chat.message.waitFor();
    await chat.say('A slow task at work');
    await chat.lastAnswer.filter({ hasText: 'Begun at work.' }).waitFor();
    await photograph(session, 'profile-chat');
    emulator.openGate('home');
    await workbench.tab(/slow task at home/).click();
    await chat.answered('Begun at home. Ended at home.');
    await label('SIGMIC_API_KEY').waitFor();
    await chat.say('What is 20 + 3?');
    await chat.answered('23');
    assert.deepEqual(
      emulator.requests.filter(({ status: answer = 200 }) => answer >= 400),
      [],
    );
  });

  it('are told by name before signing in replaces a key, with the way to add one beside it', async () => {
    const { workbench, emulator } = session;
    const { page } = workbench;
    const before = emulator.requests.filter(({ status: answer = 200 }) => answer >= 400).length;
    // A chat that has just come to the front takes the focus when it is ready, and quick picks close then.
    await chat.message.click();
    await workbench.runCommand('Sigmic: Sign In');
    await page.getByPlaceholder('You are signed in with the profile "Work"').waitFor();
    await screenshot(page, 'sign-in-again-dark');
    await workbench.pick('Replace the Key of "Work"...');
    const prompt = page.locator('.quick-input-widget:visible .quick-input-message');
    await prompt.filter({ hasText: 'It takes the place of the key of "Work".' }).waitFor();
    await screenshot(page, 'sign-in-replaces-dark');
    await page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
    await workbench.runCommand('Sigmic: Sign In');
    await page.getByPlaceholder('You are signed in with the profile "Work"').waitFor();
    await workbench.pick('Add Profile...');
    await workbench.answerTitled('Add Profile', 'Beside');
    await page.getByText('Sign In to Sigmic: Beside').waitFor();
    assert.equal(await prompt.filter({ hasText: 'takes the place' }).count(), 0);
    await page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
    await status().filter({ hasText: 'Work' }).waitFor();
    const refused = emulator.requests.filter(({ status: answer = 200 }) => answer >= 400).length;
    assert.equal(refused, before);
  });

  it('switch back at once, and what runs in the other goes on and asks', async () => {
    const { workbench, emulator } = session;
    await switchTo('SIGMIC_API_KEY');
    await viewTitle('Tasks (env)').waitFor();
    await workbench.treeRow(/slow task at home/).waitFor();
    assert.equal(await workbench.treeRow(/at work/).count(), 0);
    emulator.openGate('work');
    await workbench.notification('work_tool').waitFor();
    await workbench.tab(/slow task at work/).click();
    await label('Work').waitFor();
    await chat.button('Approve once').click();
    await chat.answered(/Ended at work/);
  });

  it('are known again after a restart: who lost a key is asked for that one by name', async () => {
    const { workbench, emulator } = session;
    await switchTo('Work');
    await workbench.treeRow(/slow task at work/).waitFor();
    // In a browser without a keyring VS Code forgets secrets with the page; names and tasks it keeps.
    await workbench.reload('slow task at work');
    await workbench.tab(/slow task at home/).click();
    await chat.answered('23');
    await label('SIGMIC_API_KEY').waitFor();
    await workbench.tab(/slow task at work/).click();
    await label('Work').waitFor();
    await chat.connection.filter({ hasText: 'Signed out' }).waitFor();
    const refusedBefore = emulator.requests.filter(({ status: answer = 200 }) => answer >= 400).length;
    assert.equal(refusedBefore, 0, 'the other key was never tried on its tasks');
    await chat.button('Sign in').click();
    await workbench.page.getByText('Sign In to Sigmic: Work').waitFor();
    await screenshot(workbench.page, 'profile-sign-in-again-dark');
    await workbench.answer(workKey);
    await chat.answered(/Ended at work/);
    await workbench.treeRow(/slow task at work/).waitFor();
  });

  it('are renamed, signed out of and removed one by one, and the others stay', async () => {
    const { workbench, browser, editor } = session;
    const second = await openWorkbench(browser, editor, { context: workbench.page.context() });
    await second.openView('Sigmic');
    await second.runCommand('Sigmic: Switch Profile...');
    await second.quickPickRow('Work').waitFor();
    await second.page.keyboard.press('Escape');
    await second.tellFocus(false);
    await switchTo('Rename, Sign Out or Remove...');
    await workbench.pick('Rename...');
    await workbench.answerTitled('Rename Profile', 'The office');
    await status().filter({ hasText: 'The office' }).waitFor();
    await label('The office').waitFor();
    // VS Code tells its windows of what another one stored when it likes: who comes back a moment later sees it.
    const deadline = Date.now() + 75_000;
    for (let found = false; !found;) {
      assert.ok(Date.now() < deadline, 'The other window still has the old name.');
      await second.tellFocus(true);
      await second.runCommand('Sigmic: Switch Profile...');
      found = await second
        .quickPickRow('The office')
        .waitFor({ timeout: 4000 })
        .then(
          () => true,
          () => false,
        );
      await second.page.keyboard.press('Escape');
      await second.tellFocus(false);
    }
    await second.page.close();
    await switchTo('Rename, Sign Out or Remove...');
    await workbench.pick('Sign Out');
    await workbench.notification('Signed out of "The office"').waitFor();
    await chat.connection.filter({ hasText: 'Signed out' }).waitFor();
    await switchTo('SIGMIC_API_KEY');
    await workbench.treeRow(/slow task at home/).waitFor();
    await workbench.tab(/slow task at home/).click();
    await chat.say('What is 30 + 4?');
    await chat.answered('34');
    await switchTo('The office');
    await workbench.page.getByText('Sign In to Sigmic: The office').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
    await switchTo('Rename, Sign Out or Remove...');
    await workbench.pick('Remove...');
    await workbench
      .dialog('Remove the profile "The office"?')
      .getByRole('button', { name: 'Remove' })
      .click();
    await status().waitFor({ state: 'detached' });
    await workbench.treeRow(/slow task at home/).waitFor();
    assert.deepEqual(workbench.problems, []);
  });
});
