import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggedRequest } from '../emulator';
import { killExtensionHosts } from '../rig/extension-hosts';
import { drop } from './drop';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('an extension host that is killed', () => {
  const session = useSession();
  const { chat } = session;

  const posts = (path: string): LoggedRequest[] =>
    session.emulator.requests.filter((request) => request.method === 'POST' && request.path.endsWith(path));

  const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

  /** As a crash does; then the person loads the window again, when VS Code has saved an editor that holds `saved`. */
  async function crash(saved: string): Promise<void> {
    const { editor, workbench } = session;
    assert.ok((await killExtensionHosts(editor)) > 0);
    await workbench.reload(saved);
  }

  it('opens the task that was made although nobody heard of it, and makes no second one', async () => {
    const { emulator, workbench } = session;
    const heard = emulator.faults.add({ match: { method: 'POST', path: /\/tasks$/ }, silenceAfterBytes: 0 });
    await chat.begin();
    await chat.message.fill('What is 30 + 8?');
    await chat.send.click();
    await session.elsewhere.untilSaid('What is 30 + 8?');
    await crash('What is 30 + 8?');
    heard();
    await workbench.tab(/What is 30/).waitFor();
    await chat.answered('38');
    await chat.holds('');
    assert.equal(posts('/tasks').length, 1);
  });

  it('finds a message again that arrived, and clears it from the textbox', async () => {
    const { emulator } = session;
    await chat.answered('38');
    const heard = emulator.faults.add({ match: { method: 'POST', path: '/messages' }, silenceAfterBytes: 0 });
    await chat.message.fill('What is 30 + 9?');
    await chat.send.click();
    await session.elsewhere.untilSaid('What is 30 + 9?');
    await crash(await session.elsewhere.newest());
    heard();
    await chat.answered('39');
    await chat.holds('');
    assert.equal(posts('/messages').length, 1);
  });

  it('in mid-stream has said every word once when the window is back', async () => {
    const { emulator, workbench } = session;
    emulator.script(/^Count for me$/, [
      { event: 'thought', data: { subject: 'Counting' } },
      { event: 'content', data: { text: 'One, two, ', isPartial: true } },
      { gate: 'killed' },
      { event: 'content', data: { text: 'three, four.', isPartial: true } },
    ]);
    await chat.begin();
    await chat.say('Count for me');
    await chat.lastAnswer.filter({ hasText: 'One, two,' }).waitFor();
    await crash(await session.elsewhere.newest());
    await workbench.tab(/Count for me/).click();
    await chat.lastAnswer.filter({ hasText: 'One, two,' }).waitFor();
    await chat.cancel.waitFor();
    emulator.openGate('killed');
    await chat.answered('One, two, three, four.');
    assert.equal(await chat.articles('user').count(), 1);
    assert.equal(await chat.articles('assistant').count(), 1);
    assert.equal((await chat.lastAnswer.innerText()).match(/One, two/g)?.length, 1);
  });

  it('leaves a draft as it was, with its text and its files', async () => {
    const { emulator, workbench, workspace } = session;
    await chat.begin();
    await chat.attach(join(workspace, 'sales.csv'), 'sales.csv');
    const bytes = Array.from({ length: 5000 }, (_item, index) => (index * 13) % 256);
    await drop(workbench.webview.getByRole('main'), { files: [{ name: 'pasted.bin', bytes }] });
    await chat.button('Remove pasted.bin').waitFor();
    await chat.message.fill('Which files\nsurvived?');
    await crash('survived?');
    await workbench.tab(/New Task/).click();
    await chat.button('Remove sales.csv').waitFor();
    await chat.button('Remove pasted.bin').waitFor();
    await chat.holds('Which files\nsurvived?');
    const before = posts('/tasks').length;
    await chat.send.click();
    await chat.answered('pasted.bin');
    const made = posts('/tasks').slice(before);
    assert.equal(made.length, 1);
    assert.equal(made[0]?.fields?.message, 'Which files\nsurvived?');
    assert.deepEqual(
      made[0].files?.map((file) => [file.name, file.sha256]),
      [
        ['sales.csv', sha256(await readFile(join(workspace, 'sales.csv')))],
        ['pasted.bin', sha256(Uint8Array.from(bytes))],
      ],
    );
    assert.equal(emulator.requests.filter(({ status }) => status === 400).length, 0);
  });

  it('in mid-upload loses neither text nor files, and sends them when the person says so', async () => {
    const { emulator, workbench, workspace } = session;
    const before = posts('/tasks').length;
    // The request stands still while its body is on the way: more than the system takes in.
    emulator.faults.add({ match: { method: 'POST', path: /\/tasks$/, times: 1 }, gate: 'never' });
    const bytes = Buffer.alloc(40_000_000, 'Some line of a large file.\n');
    await writeFile(join(workspace, 'large.txt'), bytes);
    await chat.begin();
    await chat.attach(join(workspace, 'large.txt'), 'large.txt');
    await chat.message.fill('Which large files did I keep?');
    await chat.message.press('Enter');
    await chat
      .text(/^Sending/)
      .first()
      .waitFor();
    while (posts('/tasks').length === before) await workbench.page.evaluate(() => undefined);
    await crash('large files did I keep');
    await workbench.tab(/New Task/).click();
    const doubt = workbench.webview.getByRole('alert').filter({ hasText: 'may have arrived' });
    await doubt.waitFor();
    await chat.holds('Which large files did I keep?');
    await chat.button('Remove large.txt').waitFor();
    assert.match(await doubt.innerText(), /window was closed while this was sent.*does not show it/);
    await photograph(session, 'killed-sending');
    await chat.button('Send Again').click();
    await chat.answered('large.txt');
    const [cut, ...made] = posts('/tasks').slice(before);
    assert.equal(cut?.fields, undefined, 'Nothing of it was taken.');
    assert.equal(made.length, 1);
    assert.deepEqual(
      made[0]?.files?.map((file) => [file.name, file.sha256]),
      [['large.txt', sha256(bytes)]],
    );
    assert.deepEqual(workbench.problems, []);
  });
});
