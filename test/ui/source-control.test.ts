import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { screenshot } from '../rig/page';
import { photograph } from './photograph';
import { useSession } from './use-session';

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

describe('handing over changes from the menus of Source Control', () => {
  const session = useSession();
  const { chat } = session;

  before(async () => {
    const { workbench, workspace } = session;
    await workbench.runCommand('Git: Initialize Repository');
    await workbench.pick('workspace');
    await workbench.openView('Source Control');
    await workbench.treeRow(/sales\.csv/).waitFor();
    git('add', '.');
    git('-c', 'user.name=Test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '-m', 'First');
    await appendFile(join(workspace, 'notes.md'), 'A staged line\n');
    git('add', '.');
    await appendFile(join(workspace, 'notes.md'), 'A line that is not staged\n');
    await writeFile(join(workspace, 'new.txt'), 'Not tracked\n');
    await workbench.runCommand('Git: Refresh');
    await workbench.treeRow(/new\.txt/).waitFor();
    await workbench
      .treeRow(/notes\.md/)
      .nth(1)
      .waitFor();
    await workbench.treeRow(/sales\.csv/).waitFor({ state: 'detached' });
  });

  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: session.workspace, encoding: 'utf8' });

  /** Sends what the composer was filled with; answers the names and digests of the files that arrived. */
  async function send(words: RegExp, ...files: string[]): Promise<unknown> {
    for (const file of files) await chat.button(`Remove ${file}`).waitFor();
    assert.match(await chat.message.inputValue(), words);
    await chat.message.press('Control+End');
    await chat.message.pressSequentially('List the files');
    await chat.message.press('Enter');
    await chat.answered(files[0] ?? '');
    const created = session.emulator.requests.filter(({ method }) => method === 'POST').at(-1);
    assert.match(created?.fields?.['message'] ?? '', words);
    return created?.files?.map(({ name, sha256: digest }) => [name, digest]);
  }

  const staged = /^staged\.patch has the staged changes of the Git repository "workspace" \(1 file\)\./;
  const unstaged =
    /^changes\.patch has the changes .* that are not staged \(1 file\)\. 1 new file of it that Git does not track yet is attached too, unless too large or like a secret\./;
  const changes = async () => [
    ['changes.patch', sha256(git('diff'))],
    ['new.txt', sha256(await readFile(join(session.workspace, 'new.txt')))],
  ];

  it('sends each group from its own menu', async () => {
    const { workbench } = session;
    await workbench.contextMenu(workbench.treeRow(/^Staged Changes/), 'Send Staged Changes');
    assert.deepEqual(await send(staged, 'staged.patch'), [['staged.patch', sha256(git('diff', '--cached'))]]);
    await workbench.contextMenu(workbench.treeRow(/^Changes/), 'Send Working Tree Changes');
    await chat.button('Remove new.txt').waitFor();
    await photograph(session, 'changes-of-a-group');
    assert.deepEqual(await send(unstaged, 'changes.patch', 'new.txt'), await changes());
  });

  it('sends either from the menu of the title', async () => {
    const { workbench } = session;
    for (const [item, files] of [
      ['Send Staged Changes', ['staged.patch']],
      ['Send Working Tree Changes', ['changes.patch', 'new.txt']],
    ] as const) {
      await workbench.treeRow(/^Staged Changes/).hover();
      await workbench.page
        .locator('.pane-header')
        .filter({ hasText: /^Changes/ })
        .getByRole('button', { name: /More Actions/ })
        .click();
      const entry = workbench.page.getByRole('menuitem', { name: item });
      await entry.hover();
      await workbench.page.keyboard.press('Enter');
      const isStaged = item === 'Send Staged Changes';
      assert.deepEqual(
        await send(isStaged ? staged : unstaged, ...files),
        isStaged ? [['staged.patch', sha256(git('diff', '--cached'))]] : await changes(),
      );
    }
  });
});

describe('changes while Git is turned off', () => {
  const session = useSession({ settings: { 'git.enabled': false } });

  it('say so, and open the setting', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sigmic: Send Working Tree Changes');
    const words = 'Git is turned off in your settings, so there are no changes to send.';
    await workbench.notification(words).waitFor();
    await screenshot(workbench.page, 'git-turned-off-dark');
    await workbench.answerNotification(words, 'Open Settings');
    await workbench.page.getByText('Whether Git is enabled.').waitFor();
  });
});
