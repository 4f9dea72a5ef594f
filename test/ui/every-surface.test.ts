import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { screenshot } from '../rig/page';
import { assertHarmless, hostileWords } from './harmless';
import { until } from './until';
import { useSession } from './use-session';

/** One task after another goes wherever the editor shows words of the server. */
describe('a server whose every word means harm', () => {
  const session = useSession();
  const { chat, elsewhere } = session;
  /** Without what looks like HTML, of which no word is quoted. */
  const said = hostileWords.replace(/<.*>/, '').trim();
  const words = hostileWords;

  before(async () => {
    const { emulator, workbench } = session;
    const args = { command: words, [words]: words, list: [words] };
    emulator.script(/onerror/, [
      { event: 'status', data: { status: 'processing', message: words } },
      { event: 'thought', data: { subject: words, description: words } },
      { event: 'tool_call', data: { callId: 'a', toolName: words, status: words, args } },
      { event: 'tool_result', data: { callId: 'a', status: words, output: words } },
      { event: 'subagent_start', data: { agentName: words, displayName: words, objective: words } },
      { event: 'subagent_thought', data: { agentName: words, text: words } },
      { event: 'subagent_end', data: { agentName: words, terminateReason: words, result: words } },
      { event: 'content', data: { text: `${words}\n\n\`\`\`${words}\n${words}\n\`\`\`\n\n` } },
      { approval: { callId: `${words}/../b`, toolName: words, args } },
      { event: 'error', data: { message: words, code: words } },
      { fail: words },
    ]);
    const id = await elsewhere.start(words, { autoExecute: false });
    await elsewhere.untilStatus(id, 'awaiting_approval');
    const files = ['', 'in/'].map((folder) => ({
      name: words,
      path: `${folder}${words.replaceAll('/', '')}.txt`,
      size: 3,
      mimeType: 'text/plain',
      category: words,
    }));
    emulator.faults.add({
      match: { path: `${id}/artifacts/download` },
      respond: { status: 200, body: 'abc' },
    });
    emulator.faults.add({
      match: { path: new RegExp(`${id}/artifacts$`) },
      respond: { status: 200, body: { success: true, data: { files } } },
    });
    await workbench.openView('Sigmic');
    await workbench.treeRow(/flame/).first().waitFor();
  });

  const check = async (where: string): Promise<void> => {
    await screenshot(session.workbench.page, `harmless-${where.replaceAll(' ', '-')}`);
    await assertHarmless(session.workbench.page, where);
  };

  it('says them in the tree, in what hovers over it, and in a notification', async () => {
    const { workbench } = session;
    const row = workbench.treeRow(/flame/).first();
    await workbench.notification(/flame/).waitFor();
    await check('notification');
    await row.locator('.monaco-tl-twistie').click();
    await workbench
      .treeRow(/flame.*txt/)
      .first()
      .waitFor();
    const hover = workbench.page.locator('.monaco-hover:visible').filter({ hasText: 'flame' });
    // The row that was just unfolded is drawn anew under the mouse, and only a mouse that comes shows what hovers.
    await until(async () => {
      await workbench.page.mouse.move(800, 400);
      await row.hover();
      return hover.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    });
    await check('tree');
  });

  it('says them in a review, and where it is asked about one question after the other', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sigmic: Review Approvals');
    await workbench.quickPickRow('Review').waitFor();
    await check('walk');
    await workbench.pick('Review');
    await workbench.editorText.filter({ hasText: /U\+202E/ }).waitFor();
    await check('review');
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('View: Close All Editors');
  });

  it('says them in the chat', async () => {
    const { workbench } = session;
    await workbench.treeRow(/flame/).first().locator('.custom-view-tree-node-item-icon').click();
    await chat.button('Reject').waitFor();
    const closed = chat.log.locator('details:not([open]) > summary');
    while ((await closed.count()) > 0) await closed.first().click();
    await chat.lastAnswer.locator('code').first().waitFor();
    await check('chat');
  });

  it('says them in the tabs of files, and of results', async () => {
    const { workbench } = session;
    await workbench
      .treeRow(/flame.*txt/)
      .first()
      .click();
    await workbench.editorText.filter({ hasText: 'abc' }).waitFor();
    await check('file');
    await workbench.runCommand('View: Close All Editors');
    await workbench.treeRow(/flame/).first().locator('.custom-view-tree-node-item-icon').click();
    await chat.tool(/flame/).first().locator('summary').first().click();
    await chat.button('Open in Editor').first().click();
    await workbench.editorText.filter({ hasText: 'flame' }).waitFor();
    await check('result');
    await workbench.runCommand('View: Close All Editors');
  });

  it('says them in the choice of a task, where a status is a word of the server too', async () => {
    const { workbench, emulator } = session;
    const strange = { id: 'strange', message: words, status: words, lastActivityAt: '2026-01-01T00:00:00Z' };
    emulator.faults.add({
      match: { method: 'GET', path: /tasks\?/, times: 1 },
      respond: { status: 200, body: { success: true, data: [strange] } },
    });
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await workbench
      .treeRow(/Unknown status/)
      .first()
      .waitFor();
    await workbench.runCommand('Sigmic: Copy Task ID');
    await workbench.page.locator('.quick-input-widget:visible .monaco-list-row').first().waitFor();
    await check('choice');
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await workbench
      .treeRow(/Unknown status/)
      .first()
      .waitFor({ state: 'hidden' });
  });

  it('says them in the words about a failure, and about the end of a task', async () => {
    const { workbench, emulator } = session;
    emulator.faults.add({
      match: { method: 'DELETE' },
      respond: { status: 400, body: { success: false, error: { message: said, code: 'VALIDATION_ERROR' } } },
    });
    await workbench.contextMenu(workbench.treeRow(/flame/).first(), 'Cancel Task');
    await workbench.notification(/flame/).filter({ hasText: 'cancel' }).waitFor();
    await check('failure');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('says them in the log, on lines of their own making', async () => {
    const { workbench, editor } = session;
    await workbench.runCommand('Sigmic: Show Log');
    await workbench.page.locator('.part.panel .output-view').waitFor();
    await workbench.page.locator('.part.panel .view-lines').filter({ hasText: 'flame' }).waitFor();
    await check('log');
    const names = await readdir(editor.userDataDir, { recursive: true });
    const logs = names.filter((name) => name.endsWith('Sigmic.log'));
    assert.equal(logs.length, 1);
    const log = await readFile(join(editor.userDataDir, logs[0] ?? ''), 'utf8');
    assert.match(log, /\$\(flame\) \[x\] ?\(command/);
    assert.doesNotMatch(log, /\u202E/);
  });
});
