import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { screenshot } from '../rig/page';
import { photograph } from './photograph';
import { until } from './until';
import { useSession } from './use-session';

describe('what the agent made', () => {
  const session = useSession();
  const { chat } = session;
  let notesBefore: string;

  before(async () => {
    notesBefore = await readFile(join(session.workspace, 'notes.md'), 'utf8');
  });

  const row = (name: string | RegExp): Locator => session.workbench.treeRow(name);

  it('is marked as new in the chat and in the tree until somebody looks at it', async () => {
    const { workbench } = session;
    await chat.begin();
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
    await row(/data\.txt, 2 B, new/).waitFor();
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
    await row(/data\.txt, 2 B$/).waitFor();
    await row(/plan\.md, .*new/).waitFor();
    await workbench.tab(/Make two files/).click();
    await chat.button(/^data\.txt$/).waitFor();
  });

  it('is marked as changed when the agent writes it again, and can be marked as seen', async () => {
    const { workbench } = session;
    await chat.say('Run `echo 22 > data.txt`');
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered(/exit code 0/);
    await row(/data\.txt, 3 B, changed/).waitFor();
    await chat.button(/^Files$/).click();
    await chat.text(/2 files, 2 new or changed/).waitFor();
    await photograph(session, 'files-unfolded');
    await chat.button('Mark all as seen').click();
    await chat.text(/^2 files$/).waitFor();
    await row(/data\.txt, 3 B$/).waitFor();
    await chat.button('Open Preview: notes/plan.md').click();
    await workbench.tab(/Preview plan\.md/).waitFor();
    await workbench.webview.getByRole('heading', { name: 'Plan' }).waitFor();
  });

  it('is applied to the workspace by a list with checkboxes, asks about what programs obey, and comes back with one Undo', async () => {
    const { workbench } = session;
    await workbench.tab(/Make two files/).click();
    await chat.say('Run `mkdir -p .vscode && echo {} > .vscode/tasks.json && echo "# Mine" > notes.md`');
    await chat.articles('assistant').nth(2).waitFor();
    await chat.answered(/exit code 0/);
    await chat.button(/^notes\.md/).waitFor();
    await workbench.contextMenu(row(/Make two files/), 'Apply Files...');
    await workbench.quickPickRow('notes.md').waitFor();
    await photograph(session, 'files-apply-pick');
    // The one that programs obey is not ticked; the person ticks it.
    await workbench.quickPickRow('.vscode/tasks.json').getByRole('checkbox').click();
    await workbench.page
      .locator('.quick-input-widget:visible .quick-input-action .monaco-button:visible')
      .first()
      .click();
    const dialog = workbench.dialog(/Apply this file too/);
    await dialog
      .filter({ hasText: '.vscode/tasks.json: settings, tasks or launches of the editor' })
      .waitFor();
    await screenshot(workbench.page, 'files-apply-question-dark');
    await dialog.getByRole('button', { name: 'Leave These Out' }).click();
    await workbench.notification(/3 files applied to workspace/).waitFor();
    assert.equal(await readFile(join(session.workspace, 'notes.md'), 'utf8'), '# Mine\n');
    assert.equal(await readFile(join(session.workspace, 'notes/plan.md'), 'utf8'), '# Plan\n');
    await assert.rejects(readFile(join(session.workspace, '.vscode/tasks.json')), /ENOENT/);
    await screenshot(workbench.page, 'files-applied-dark');
    await workbench.answerNotification(/3 files applied/, 'Undo');
    await until(async () => (await readFile(join(session.workspace, 'notes.md'), 'utf8')) === notesBefore);
    await assert.rejects(readFile(join(session.workspace, 'data.txt')), /ENOENT/);
  });

  it('is compared with the workspace, all in one editor', async () => {
    const { workbench } = session;
    await workbench.tab(/Make two files/).click();
    await chat.button('Compare all').click();
    await workbench.tab(/Workspace ↔ task/).waitFor();
    const editor = workbench.page.locator('.multiDiffEditor');
    await editor.filter({ hasText: '# Mine' }).waitFor();
    await editor.getByText('plan.md').first().waitFor();
    await photograph(session, 'files-compared');
    await workbench.contextMenu(row(/plan\.md/), 'Compare with Workspace');
    await workbench.quickInput.waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('comes back as a whole with one Undo in any of its files', async () => {
    const { workbench, elsewhere, workspace } = session;
    const before = { 'one.txt': 'One\n', 'two.txt': 'Two\n' };
    for (const [name, text] of Object.entries(before)) await writeFile(join(workspace, name), text);
    await elsewhere.finish(
      'Change several\n\nRun `echo Uno > one.txt && echo Due > two.txt && echo Tre > three.txt`',
    );
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await workbench.contextMenu(row(/Change several/), 'Apply Files...');
    await workbench.quickPickRow('three.txt').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.notification(/3 files applied to workspace/).waitFor();
    assert.equal(await readFile(join(workspace, 'two.txt'), 'utf8'), 'Due\n');
    assert.equal(await readFile(join(workspace, 'three.txt'), 'utf8'), 'Tre\n');
    await workbench.runCommand('File: Open File...');
    await workbench.chooseFile(join(workspace, 'one.txt'));
    await workbench.editorText.filter({ hasText: 'Uno' }).click();
    await workbench.page.keyboard.press('Control+Z');
    await workbench.editorText.filter({ hasText: 'One' }).waitFor();
    // In a browser VS Code saves by itself.
    for (const [name, text] of Object.entries(before))
      await until(async () => (await readFile(join(workspace, name), 'utf8')) === text);
    await until(async () => !(await readdir(workspace)).includes('three.txt'));
    await screenshot(workbench.page, 'files-undone-dark');
  });

  it('replaces a binary file, whose backup is restored from the palette', async () => {
    const { workbench, elsewhere, workspace } = session;
    const file = join(workspace, 'logo.bin');
    const old = Buffer.from([0, 1, 2, 255]);
    await writeFile(file, old);
    const id = await elsewhere.finish("Draw a logo\n\nRun `printf '\\000\\376\\377' > logo.bin`");
    const made = await elsewhere.download(id, 'logo.bin');
    assert.notDeepEqual(made, old);
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await row(/Draw a logo/)
      .locator('.monaco-tl-twistie')
      .click();
    await workbench.contextMenu(row(/^logo\.bin/), 'Apply to Workspace');
    await workbench.notification(/1 file applied to workspace/).waitFor();
    assert.deepEqual(await readFile(file), made);
    await workbench.runCommand('Sigmic: Restore Backup...');
    await workbench.quickPickRow('logo.bin').waitFor();
    await photograph(session, 'files-restore-backup');
    await workbench.pick('logo.bin');
    await workbench.notification(/1 file restored/).waitFor();
    assert.deepEqual(await readFile(file), old);
    // What that replaced is kept too, as the newest.
    await workbench.runCommand('Sigmic: Restore Backup...');
    await workbench.pick('logo.bin');
    await until(async () => (await readFile(file)).equals(made));
  });

  it('is saved into a folder, all of it', async () => {
    const { workbench } = session;
    await workbench.contextMenu(row(/Make two files/), 'Save All Files...');
    const folder = join(session.workspace, 'scripts');
    await workbench.chooseFolder(folder);
    await workbench.notification(/4 files saved to scripts/).waitFor();
    assert.equal(await readFile(join(folder, 'notes/plan.md'), 'utf8'), '# Plan\n');
    assert.equal(await readFile(join(folder, 'data.txt'), 'utf8'), '22\n');
    assert.equal(await readFile(join(folder, '.vscode/tasks.json'), 'utf8'), '{}\n');
  });

  it('is compared with what another task made', async () => {
    const { workbench } = session;
    await chat.begin();
    await chat.say('Another one\n\nRun `echo 33 > data.txt`');
    await chat.answered(/exit code 0/);
    await row(/Another one/).waitFor();
    await row(/Another one/).click();
    await row(/Make two files/).click({ modifiers: ['ControlOrMeta'] });
    await workbench.contextMenu(row(/Make two files/), 'Compare Files of Two Tasks');
    await workbench.tab(/Another one.* ↔ Make two files|Make two files.* ↔ Another one/).waitFor();
    await workbench.page.locator('.multiDiffEditor').filter({ hasText: '33' }).waitFor();
    await screenshot(workbench.page, 'files-two-tasks-dark');
    assert.deepEqual(workbench.problems, []);
  });
});
