import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { screenshot } from '../rig/page';
import { photograph } from './photograph';
import { useSession } from './use-session';

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

describe('handing over what the editor knows', () => {
  const session = useSession();
  const { chat } = session;

  const posts = () => session.emulator.requests.filter(({ method }) => method === 'POST');
  const lastFiles = () =>
    posts()
      .at(-1)
      ?.files?.map(({ name, sha256: digest }) => [name, digest]);

  it('sends an image that was pasted into the textbox, under a name of its own', async () => {
    await session.workbench.runCommand('Sigmic: New Task');
    await chat.message.waitFor();
    const bytes = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 255];
    await chat.message.evaluate((element, content) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([Uint8Array.from(content)], 'image.png', { type: 'image/png' }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, bytes);
    await chat.button('Remove pasted-image-1.png').waitFor();
    await chat.say('List the files');
    await chat.answered('pasted-image-1.png');
    assert.deepEqual(lastFiles(), [['pasted-image-1.png', sha256(Buffer.from(bytes))]]);
  });

  it('opens a task about a problem from its quick fix, and sends nothing by that', async () => {
    const { workbench, workspace } = session;
    const before = posts().length;
    await writeFile(join(workspace, 'broken.json'), '{"a": }\n');
    await workbench.runCommand('File: Open File...');
    await workbench.chooseFile(join(workspace, 'broken.json'));
    await workbench.tab('broken.json').waitFor();
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.runCommand('Go to Next Problem (Error, Warning, Info)');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+.');
    const fix = workbench.page.locator('.action-widget').getByText('Ask Sigmic to fix this', { exact: true });
    await fix.waitFor();
    await screenshot(workbench.page, 'problem-quick-fix-dark');
    await fix.click();
    await chat.button('Remove broken.json').waitFor();
    await chat.holds('Fix this problem in broken.json (json):\n- line 1, error: Value expected (json 516)\n');
    assert.equal(posts().length, before);
    await photograph(session, 'problem-composer');
    await chat.message.press('Control+End');
    await chat.message.press('Enter');
    await chat.cancel.waitFor({ state: 'hidden' });
    await chat.lastAnswer.waitFor();
    assert.deepEqual(lastFiles(), [['broken.json', sha256('{"a": }\n')]]);
  });

  it('opens a task about a selection and the problems in it', async () => {
    const { workbench } = session;
    const before = posts().length;
    await workbench.tab(/^broken\.json/).click();
    await workbench.editorText.click();
    await workbench.page.keyboard.press('Control+A');
    // A menu that is asked for before the editor has looked at the selection closes again.
    await workbench.page.locator('.lightBulbWidget.codicon-light-bulb:visible').waitFor();
    await workbench.page.keyboard.press('Control+.');
    const ask = workbench.page
      .locator('.action-widget')
      .getByText('Ask Sigmic about the selection and its problems', { exact: true });
    await ask.waitFor();
    await ask.click();
    await chat.button('Remove broken.L1.json').waitFor();
    await chat.holds('broken.json, line 1 (json)\n- line 1: Value expected\n\n');
    assert.equal(posts().length, before);
  });

  it('sends changes from Source Control as a patch', async () => {
    const { workbench, workspace } = session;
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: workspace, encoding: 'utf8' });
    await workbench.runCommand('Git: Initialize Repository');
    await workbench.pick('workspace');
    await workbench.openView('Source Control');
    await workbench.treeRow(/sales\.csv/).waitFor();
    git('add', 'notes.md');
    await appendFile(join(workspace, 'notes.md'), 'One more line\n');
    await workbench.runCommand('Git: Refresh');
    const rows = workbench.treeRow(/notes\.md/);
    await rows.nth(1).waitFor();
    await workbench.contextMenu(rows.first(), 'Send Staged Changes');
    await chat.button('Remove staged.patch').waitFor();
    await photograph(session, 'changes-staged');
    await chat.message.press('Control+End');
    await chat.message.pressSequentially('List the files');
    await chat.message.press('Enter');
    await chat.answered('staged.patch');
    assert.deepEqual(lastFiles(), [['staged.patch', sha256(git('diff', '--cached'))]]);

    await workbench.contextMenu(rows.nth(1), 'Send Working Tree Changes');
    await chat.button('Remove changes.patch').waitFor();
    await chat.message.press('Control+End');
    await chat.message.pressSequentially('List the files');
    await chat.message.press('Enter');
    await chat.answered('changes.patch');
    assert.deepEqual(lastFiles(), [['changes.patch', sha256(git('diff', '--', 'notes.md'))]]);

    await workbench.contextMenu(workbench.treeRow(/sales\.csv/).first(), 'Send Working Tree Changes');
    await chat.button('Remove sales.csv').waitFor();
    await chat.message.press('Control+End');
    await chat.message.pressSequentially('List the files');
    await chat.message.press('Enter');
    await chat.answered('sales.csv');
    assert.deepEqual(lastFiles(), [['sales.csv', sha256(await readFile(join(workspace, 'sales.csv')))]]);
  });
});
