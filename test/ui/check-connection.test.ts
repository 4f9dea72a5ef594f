import assert from 'node:assert/strict';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('the check of the connection', () => {
  const session = useSession();
  const { elsewhere } = session;

  async function reportHas(words: string): Promise<void> {
    await session.workbench.editorText.filter({ hasText: words }).first().waitFor();
  }

  it('goes the whole way, and its report can be copied without the key', async () => {
    const { workbench, emulator } = session;
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await elsewhere.finish('What is 20 + 2?');
    await workbench.runCommand('Sigmic: Check Connection');
    await reportHas('Sigmic can be reached.');
    await workbench.answerNotification(/Sigmic can be reached/, 'Copy Report');
    await workbench.page.getByText('Copied the report').first().waitFor();
    const copied = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /✓ Stream +The first event of the newest task came after \d+ ms\./);
    assert.ok(!copied.includes(emulator.key));
    await photograph(session, 'check-connection');
  });

  it('says at which station it ends, and goes on from the report when that is mended', async () => {
    const { workbench, emulator } = session;
    const listing = { method: 'GET', path: /\/tasks\?/ };
    emulator.faults.add({ match: listing, fail: 'INVALID_API_KEY' });
    await workbench.runCommand('Sigmic: Check Connection');
    await reportHas('Sigmic cannot be reached as it should: see “Key”.');
    await reportHas('Sigmic does not accept your API key.');
    const notice = workbench.notification('Key: Sigmic does not accept your API key.');
    await notice.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
    await photograph(session, 'check-connection-failed');
    emulator.faults.clear();
    await workbench.page
      .getByRole('button', { name: /^(Sigmic: )?Check Connection/ })
      .first()
      .click();
    await reportHas('Sigmic can be reached.');
    await workbench.notification('Sigmic can be reached.').waitFor();
  });

  it('leads to another key, and goes the way again with it', async () => {
    const { workbench, emulator } = session;
    const notice = workbench.notification('Key: Sigmic does not accept your API key.');
    // The one of the check before would lead to a key while this check is still on its way.
    await workbench.runCommand('Notifications: Clear All Notifications');
    await notice.waitFor({ state: 'detached' });
    emulator.faults.add({ match: { method: 'GET', path: /\/tasks\?/ }, fail: 'INVALID_API_KEY' });
    await workbench.runCommand('Sigmic: Check Connection');
    await notice.getByRole('button', { name: 'Sign In', exact: true }).click();
    await workbench.quickInput.waitFor();
    emulator.faults.clear();
    await workbench.answer(emulator.key);
    await reportHas('Sigmic can be reached.');
  });
});
