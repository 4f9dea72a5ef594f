import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { screenshot } from '../rig/page';
import { drop } from './drop';
import { useSession } from './use-session';

describe('a restored window', () => {
  const session = useSession();
  const { chat } = session;

  before(() => {
    session.emulator.script(/goes on and on/, [
      { event: 'thought', data: { subject: 'Pacing myself' } },
      { event: 'content', data: { text: 'Before the reload. ', isPartial: true } },
      { gate: 'reloaded' },
      { event: 'content', data: { text: 'After the reload.', isPartial: true } },
    ]);
  });

  it('brings a running task back, a draft with its text, and a finished task', async () => {
    const { workbench, emulator } = session;
    await chat.begin();
    await chat.say('What is 40 + 2?');
    await chat.answered('42');
    await chat.begin();
    await chat.say('A task that goes on and on');
    await chat.lastAnswer.filter({ hasText: 'Before the reload.' }).waitFor();
    await chat.begin();
    await chat.message.fill('A thought that is\nnot finished');
    await workbench.reload('not finished');

    await workbench.tab(/goes on and on/).click();
    await chat.lastAnswer.filter({ hasText: 'Before the reload.' }).waitFor();
    await chat.cancel.waitFor();
    await screenshot(workbench.page, 'restored-running-dark');
    emulator.openGate('reloaded');
    await chat.answered('Before the reload. After the reload.');
    assert.equal(await chat.articles('user').count(), 1);
    assert.equal(await chat.articles('assistant').count(), 1);

    await workbench.tab(/New Task/).click();
    await chat.message.and(workbench.webview.locator('textarea')).waitFor();
    await chat.holds('A thought that is\nnot finished');
    await screenshot(workbench.page, 'restored-draft-dark');
    await workbench.tab(/What is 40/).click();
    await chat.answered('42');
    assert.equal(emulator.requests.filter(({ method }) => method === 'POST').length, 2);
    assert.deepEqual(workbench.problems, []);
  });

  it('sends a restored draft', async () => {
    const { workbench } = session;
    await workbench.tab(/New Task/).click();
    await chat.message.fill('What is 50 + 5?');
    await chat.send.click();
    await chat.answered('55');
    await workbench.tab(/What is 50/).waitFor();
  });

  it('brings the files of a draft back, and sends them as they were', async () => {
    const { workbench, workspace, emulator } = session;
    await chat.begin();
    await chat.attach(join(workspace, 'sales.csv'), 'sales.csv');
    const bytes = Array.from({ length: 5000 }, (_item, index) => (index * 11) % 256);
    await drop(workbench.webview.getByRole('main'), { files: [{ name: 'scan.bin', bytes }] });
    await chat.button('Remove scan.bin').waitFor();
    await chat.message.fill('Which of my kept files are there?');
    await workbench.reload('kept files are there');

    await workbench.tab(/New Task/).click();
    await chat.button('Remove scan.bin').waitFor();
    await chat.holds('Which of my kept files are there?');
    await screenshot(workbench.page, 'restored-files-dark');
    await chat.message.press('Enter');
    await chat.answered('scan.bin');
    const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
    const creation = emulator.requests.findLast(({ method }) => method === 'POST');
    assert.deepEqual(
      creation?.files?.map(({ name, sha256: digest }) => [name, digest]),
      [
        ['sales.csv', sha256(await readFile(join(workspace, 'sales.csv')))],
        ['scan.bin', sha256(Uint8Array.from(bytes))],
      ],
    );
  });
});
