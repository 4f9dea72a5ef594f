import type { Locator } from 'playwright-core';
import { keepPictureOfFailure, startSession, type Session } from '../rig/session';
import { Chat } from './chat';
import { photograph } from './photograph';

describe('what the agent made', () => {
  let session: Session;
  let chat: Chat;

  before(async () => {
    session = await startSession();
    chat = new Chat(session.workbench);
  });
  afterEach(keepPictureOfFailure(() => session));
  after(() => session.stop());

  const row = (name: string | RegExp): Locator => session.workbench.treeRow(name);

  it('is marked as new in the chat and in the tree until somebody looks at it', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sigmic: New Task');
    await chat.say(
      'Make two files\n\nRun `mkdir -p notes && echo "# Plan" > notes/plan.md && echo 1 > data.txt`',
    );
    await chat.answered(/exit code 0/);
    await chat
      .button('data.txt , new')
      .or(chat.button(/data\.txt.*new/))
      .first()
      .waitFor();
    await workbench.openView('Sigmic');
    await row(/Make two files/)
      .locator('.monaco-tl-twistie')
      .click();
    await row(/data\.txt, 2 bytes, new/).waitFor();
    await row(/notes, folder/)
      .locator('.monaco-tl-twistie')
      .click();
    await row(/plan\.md, .*new/).waitFor();
    // The letter is drawn by the decoration, which screen readers do not read.
    await row(/data\.txt/)
      .locator('.monaco-icon-label[class*="monaco-decoration"]')
      .first()
      .waitFor();
    await photograph(session, 'files-new');
    await row(/data\.txt/).click();
    await workbench.tab(/data\.txt/).waitFor();
    await row(/data\.txt, 2 bytes$/).waitFor();
    await row(/plan\.md, .*new/).waitFor();
    await workbench.tab(/Make two files/).click();
    await chat.button(/^data\.txt$/).waitFor();
  });

  it('is marked as changed when the agent writes it again, and can be marked as seen', async () => {
    const { workbench } = session;
    await chat.say('Run `echo 22 > data.txt`');
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered(/exit code 0/);
    await row(/data\.txt, 3 bytes, changed/).waitFor();
    await chat.button(/^Files$/).click();
    await chat.text(/2 files, 2 new or changed/).waitFor();
    await photograph(session, 'files-unfolded');
    await chat.button('Mark all as seen').click();
    await chat.text(/^2 files$/).waitFor();
    await row(/data\.txt, 3 bytes$/).waitFor();
    await chat.button('Open Preview: notes/plan.md').click();
    await workbench.tab(/Preview plan\.md/).waitFor();
    await workbench.webview.getByRole('heading', { name: 'Plan' }).waitFor();
  });
});
