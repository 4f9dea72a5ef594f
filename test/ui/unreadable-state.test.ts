import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { killExtensionHosts } from '../rig/extension-hosts';
import { drop } from './drop';
import { photograph } from './photograph';
import { until } from './until';
import { useSession } from './use-session';

describe('a window whose state on disk nobody can read', () => {
  const session = useSession();
  const { chat } = session;
  const storage = (...path: string[]): string =>
    join(session.editor.userDataDir, 'data', 'User', 'globalStorage', 'sigmic.sigmic', ...path);
  const waiting = () => session.workbench.webview.getByRole('region', { name: 'Waiting messages' });

  /** The files of a store, the newest version of a record last. */
  async function filesOf(store: string): Promise<string[]> {
    const names = await readdir(storage(store));
    const sorted = names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    return sorted.map((name) => storage(store, name));
  }

  it('fills every store there is', async () => {
    const { emulator, workbench, workspace } = session;
    emulator.script(/^Wait for me$/, [
      { event: 'content', data: { text: 'Waiting. ', isPartial: true } },
      { gate: 'spoiled' },
      { event: 'content', data: { text: 'Done.', isPartial: true } },
    ]);
    await chat.begin();
    await chat.attach(join(workspace, 'sales.csv'), 'sales.csv');
    await chat.say('Summarise sales.csv');
    await chat.answered('sales');
    await chat.say('What is 5 + 6?');
    await chat.answered('11');
    await chat.begin();
    await chat.say('Wait for me');
    await chat.lastAnswer.filter({ hasText: 'Waiting.' }).waitFor();
    await chat.say('And then this');
    await waiting().getByRole('listitem').filter({ hasText: 'And then this' }).waitFor();
    await chat.begin();
    await drop(workbench.webview.getByRole('main'), { files: [{ name: 'kept.bin', bytes: [1, 2, 3] }] });
    await chat.button('Remove kept.bin').waitFor();
    await chat.message.fill('A draft with a file');
    const stores = ['attachments', 'claims', 'drafts', 'marks', 'origins', 'outbox', 'sending'];
    for (const store of stores)
      await until(async () => (await readdir(storage(store)).catch(() => [])).length > 0);
    assert.deepEqual((await readdir(storage())).sort(), stores, 'A new store belongs into this test.');
  });

  it('starts all the same, shows all that the server knows, and puts aside what it does not understand', async () => {
    const { editor, emulator, workbench } = session;
    // Nothing is written after that: nobody gets to tidy up.
    assert.ok((await killExtensionHosts(editor)) > 0);
    const newer = '{"version":999,"what":"a later version knows"}';
    await writeFile(storage('marks', 'tasks.json'), newer);
    await rm(storage('origins', 'uploads.json'));
    await mkdir(storage('origins', 'uploads.json'));
    for (const path of await filesOf('drafts')) await writeFile(path, '{"version":1,"fil');
    for (const path of await filesOf('claims')) await writeFile(path, 'nobody');
    for (const path of await filesOf('attachments')) await truncate(path, 1);
    const queued = (await filesOf('outbox')).at(-1) ?? '';
    await writeFile(queued, '');
    await rm(storage('sending'), { recursive: true });
    await writeFile(storage('sending'), 'a file where a folder should be');

    await workbench.reload('A draft with a file');
    await workbench.notification('The files of a draft could not be read: attach them again.').waitFor();
    await workbench.openView('Sigmic');
    await workbench.notification('Messages that waited to be sent could not be read').waitFor();
    for (const title of ['Wait for me', 'Summarise sales.csv'])
      await workbench.treeRow(title).first().waitFor();
    await workbench.tab(/New Task/).click();
    await chat.holds('A draft with a file');
    await photograph(session, 'unreadable-state');
    await chat.message.fill('What is 6 * 7?');
    await chat.send.click();
    await chat.answered('42');
    await workbench.tab(/Wait for me/).click();
    await chat.lastAnswer.filter({ hasText: 'Waiting.' }).waitFor();
    emulator.openGate('spoiled');
    await chat.answered('Waiting. Done.');
    assert.equal(await waiting().count(), 0);
    await chat.say('What is 7 * 7?');
    await chat.answered('49');

    const kept = async (store: string, mark: RegExp): Promise<string[]> => {
      const paths = (await filesOf(store)).filter((path) => mark.test(path));
      return Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => 'a folder')));
    };
    assert.deepEqual(await kept('marks', /\.set-aside$/), [newer]);
    assert.deepEqual(await kept('origins', /\.set-aside$/), ['a folder']);
    assert.deepEqual(await kept('drafts', /\.unreadable$/), ['{"version":1,"fil']);
    assert.equal((await stat(`${queued}.unreadable`)).size, 0);
    assert.deepEqual(workbench.problems, []);
  });
});
