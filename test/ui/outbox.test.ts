import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { LoggedRequest } from '../emulator';
import { findExtensionHosts, killExtensionHosts } from '../rig/extension-hosts';
import { openWorkbench } from '../rig/page';
import { Chat } from './chat';
import { drop } from './drop';
import { photograph } from './photograph';
import { until } from './until';
import { useSession } from './use-session';

describe('messages that wait', () => {
  const session = useSession();
  const { chat } = session;
  let gates = 0;

  /** Starts a task that is busy until the answered gate is opened. */
  async function busyTask(name: string): Promise<() => void> {
    const gate = `gate ${++gates}`;
    session.emulator.script(new RegExp(`Begin ${name}`), [
      { event: 'content', data: { text: `Working on ${name}.` } },
      { gate },
    ]);
    await chat.begin();
    await chat.say(`Begin ${name}`);
    await chat.lastAnswer.filter({ hasText: `Working on ${name}.` }).waitFor();
    return () => session.emulator.openGate(gate);
  }

  const section = (): Locator => session.workbench.webview.getByRole('region', { name: 'Waiting messages' });
  const waiting = (text: string | RegExp): Locator =>
    section().getByRole('listitem').filter({ hasText: text });
  const action = (text: string, name: string): Locator =>
    waiting(text).getByRole('button', { name: `${name} waiting message` });

  function followUps(): LoggedRequest[] {
    return session.emulator.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/messages'),
    );
  }
  const textOf = ({ fields, body }: LoggedRequest): unknown =>
    fields?.['message'] ??
    (typeof body === 'object' && body !== null ? Reflect.get(body, 'message') : undefined);

  async function untilSent(count: number): Promise<LoggedRequest[]> {
    await until(() => followUps().length >= count);
    return followUps();
  }

  it('are edited, moved and removed while the task is busy, and sent once, in order, with their files', async () => {
    const { workbench, workspace } = session;
    const go = await busyTask('the report');
    await chat.attach(join(workspace, 'sales.csv'), 'sales.csv');
    const bytes = Array.from({ length: 4000 }, (_item, index) => (index * 13) % 256);
    await drop(workbench.webview.getByRole('main'), { files: [{ name: 'scan.bin', bytes }] });
    await chat.button('Remove scan.bin').waitFor();
    await chat.say('List the files with me');
    await waiting('List the files with me').waitFor();
    await chat.holds('');
    await chat.button('Remove scan.bin').waitFor({ state: 'detached' });
    for (const text of ['Say hello', 'What is 6 * 7?', 'Never mind this']) {
      await chat.say(text);
      await waiting(text).waitFor();
    }
    assert.match(await waiting('List the files').innerText(), /sales\.csv, scan\.bin/);
    assert.match(await section().innerText(), /4 messages wait until Sigmic is ready/);
    await photograph(session, 'outbox');

    // VS Code keeps the mouse from a webview in which something was dragged, until it is moved.
    await workbench.page.mouse.move(100, 300);
    await action('Never mind', 'Remove').click();
    await waiting('Never mind').waitFor({ state: 'detached' });
    await action('Say hello', 'Edit').click();
    await chat.holds('Say hello');
    await waiting('Say hello').waitFor({ state: 'detached' });
    await chat.message.fill('What can you do?');
    await chat.message.press('Enter');
    await waiting('What can you do?').waitFor();
    await waiting('What can you do?').focus();
    await workbench.page.keyboard.press('Alt+ArrowUp');
    await section().getByRole('listitem').nth(1).filter({ hasText: 'What can you do?' }).waitFor();
    assert.equal(followUps().length, 0);

    go();
    const sent = await untilSent(3);
    await section().waitFor({ state: 'detached' });
    await chat.answered('42');
    assert.deepEqual(sent.map(textOf), ['List the files with me', 'What can you do?', 'What is 6 * 7?']);
    const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
    assert.deepEqual(
      sent[0]?.files?.map(({ name, sha256: digest }) => [name, digest]),
      [
        ['sales.csv', sha256(await readFile(join(workspace, 'sales.csv')))],
        ['scan.bin', sha256(Uint8Array.from(bytes))],
      ],
    );
    assert.equal(await chat.articles('user').count(), 4);
    assert.deepEqual(workbench.problems, []);
  });

  it('survive a reload and a killed extension host, and are sent once', async () => {
    const { workbench, editor } = session;
    const before = followUps().length;
    const go = await busyTask('the survival');
    await drop(workbench.webview.getByRole('main'), { files: [{ name: 'kept.bin', bytes: [1, 2, 3, 255] }] });
    await chat.button('Remove kept.bin').waitFor();
    await chat.say('List the files after all that');
    await waiting('after all that').waitFor();
    // By its id: its message was saved before, as the draft of the chat that became the task.
    await workbench.reload(await session.elsewhere.newest());
    await workbench.tab(/Begin the survival/).click();
    await waiting('after all that').waitFor();
    await chat.say('What is 50 + 5?');
    await waiting('50 + 5').waitFor();
    assert.ok((await killExtensionHosts(editor)) > 0);
    await workbench.page.reload();
    await workbench.ready();
    await workbench.tab(/Begin the survival/).click();
    await waiting('after all that').waitFor();
    await waiting('50 + 5').waitFor();
    assert.equal(followUps().length, before);
    go();
    const sent = (await untilSent(before + 2)).slice(before);
    await chat.answered('55');
    assert.deepEqual(sent.map(textOf), ['List the files after all that', 'What is 50 + 5?']);
    const digest = createHash('sha256')
      .update(Uint8Array.from([1, 2, 3, 255]))
      .digest('hex');
    assert.deepEqual(
      sent[0]?.files?.map(({ name, sha256 }) => [name, sha256]),
      [['kept.bin', digest]],
    );
    assert.equal(followUps().length, before + 2);
  });

  it('are shown in two windows, and sent by one of them', async () => {
    const { workbench, editor, browser } = session;
    const before = followUps().length;
    const go = await busyTask('the double');
    await chat.say('What is 1 + 1?');
    await waiting('1 + 1').waitFor();
    const other = await openWorkbench(browser, editor, { context: workbench.page.context() });
    try {
      await other.openView('Sigmic');
      await other.treeRow(/Begin the double/).click();
      const elsewhere = new Chat(other);
      const queued = other.webview.getByRole('region', { name: 'Waiting messages' }).getByRole('listitem');
      await queued.filter({ hasText: '1 + 1' }).waitFor();
      await elsewhere.say('What is 2 + 1?');
      await waiting('2 + 1').waitFor();
      await chat.say('What is 3 + 1?');
      await queued.filter({ hasText: '3 + 1' }).waitFor();
      go();
      const sent = (await untilSent(before + 3)).slice(before);
      await chat.answered('4');
      await elsewhere.answered('4');
      assert.deepEqual(sent.map(textOf), ['What is 1 + 1?', 'What is 2 + 1?', 'What is 3 + 1?']);
      assert.deepEqual(
        sent.map(({ status }) => status),
        [200, 200, 200],
      );
      await queued.first().waitFor({ state: 'detached' });
      assert.equal(followUps().length, before + 3);
      assert.equal(await elsewhere.articles('user').count(), 4);
    } finally {
      await other.page.close();
    }
  });

  it('pause when the task is cancelled, and go on when the person says so', async () => {
    const before = followUps().length;
    await busyTask('the cancelled');
    await chat.say('What is 20 + 3?');
    await waiting('20 + 3').waitFor();
    await chat.cancel.click();
    await section().getByRole('alert').filter({ hasText: 'the task was cancelled' }).waitFor();
    await photograph(session, 'outbox-paused');
    assert.equal(followUps().length, before);
    // What is written now comes first: it is what the rest depends on.
    await chat.say('What is 20 + 1?');
    await chat.answered('21');
    await waiting('20 + 3').waitFor();
    await chat.button('Send Now').click();
    await chat.answered('23');
    assert.deepEqual(followUps().slice(before).map(textOf), ['What is 20 + 1?', 'What is 20 + 3?']);
  });

  it('pause when nobody knows whether one arrived, and are looked for before they are sent again', async () => {
    const { emulator } = session;
    const before = followUps().length;
    const go = await busyTask('the doubt');
    await chat.say('What is 30 + 4?');
    await waiting('30 + 4').waitFor();
    await chat.say('What is 30 + 5?');
    await waiting('30 + 5').waitFor();
    // The request is handled but never answered, and nobody can be asked: then the person decides.
    emulator.faults.add({ match: { method: 'POST', path: '/messages', times: 1 }, closeBefore: true });
    const blind = emulator.faults.add({ match: { path: '/history' }, respond: { status: 503 } });
    go();
    await section().getByRole('alert').filter({ hasText: 'may have arrived' }).waitFor({ timeout: 30_000 });
    assert.equal(followUps().length, before + 1);
    blind();
    await chat.button('Send Again').click();
    await chat.answered('35');
    assert.deepEqual(
      followUps()
        .slice(before + 1)
        .map(textOf),
      ['What is 30 + 4?', 'What is 30 + 5?'],
    );

    const goOn = await busyTask('the other doubt');
    const then = followUps().length;
    await chat.say('What is 40 + 4?');
    await waiting('40 + 4').waitFor();
    emulator.faults.add({ match: { method: 'POST', path: '/messages', times: 1 }, dropAfterBytes: 0 });
    goOn();
    await chat.answered('44');
    await section().waitFor({ state: 'detached' });
    assert.equal(followUps().length, then + 1);
  });

  it('pause when the turn before failed, and go on when the person says so', async () => {
    const before = followUps().length;
    session.emulator.script(/Begin the failing/, [
      { event: 'content', data: { text: 'Working on the failing.' } },
      { gate: 'failing' },
      { fail: 'The computer is out of memory' },
    ]);
    await chat.begin();
    await chat.say('Begin the failing');
    await chat.lastAnswer.filter({ hasText: 'Working on the failing.' }).waitFor();
    await chat.say('What is 60 + 1?');
    await waiting('60 + 1').waitFor();
    session.emulator.openGate('failing');
    await section().getByRole('alert').filter({ hasText: 'the task failed' }).waitFor();
    assert.equal(followUps().length, before);
    await chat.button('Send Now').click();
    await chat.answered('61');
    await section().waitFor({ state: 'detached' });
    assert.deepEqual(followUps().slice(before).map(textOf), ['What is 60 + 1?']);
  });

  it('say which file is gone, and go on when it is back', async () => {
    const { workspace } = session;
    const before = followUps().length;
    const path = join(workspace, 'passing.csv');
    const untouched = join(workspace, 'untouched.csv');
    for (const file of [path, untouched]) await writeFile(file, 'a,b\n1,2\n');
    const go = await busyTask('the gone file');
    await chat.attach(path, 'passing.csv');
    await chat.attach(untouched, 'untouched.csv');
    await chat.say('List the files, once it is back');
    await waiting('once it is back').waitFor();
    await rm(path);
    go();
    await section()
      .getByRole('alert')
      .filter({ hasText: '"passing.csv" cannot be read. Nothing was sent' })
      .waitFor();
    await photograph(session, 'outbox-file-gone');
    assert.equal(followUps().length, before);
    await writeFile(path, 'a,b\n3,4\n');
    // Its time is another one then, but nothing in it.
    await writeFile(untouched, 'a,b\n1,2\n');
    await chat.button('Send Now').click();
    await session.workbench.notification('"passing.csv" changed after it was attached').waitFor();
    await chat.answered('passing.csv');
    await section().waitFor({ state: 'detached' });
    const [sent, ...more] = followUps().slice(before);
    const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
    assert.deepEqual(
      sent?.files?.map(({ name, sha256 }) => [name, sha256]),
      [
        ['passing.csv', digest('a,b\n3,4\n')],
        ['untouched.csv', digest('a,b\n1,2\n')],
      ],
    );
    assert.deepEqual(more, []);
  });

  it('are sent when the window comes back, though nobody shows the task that ended meanwhile', async () => {
    const { workbench, editor, elsewhere } = session;
    const before = followUps().length;
    const go = await busyTask('the absence');
    const id = await elsewhere.newest();
    await chat.say('What is 70 + 7?');
    await waiting('70 + 7').waitFor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.tab(/./).first().waitFor({ state: 'detached' });
    await workbench.openView('Explorer');
    await workbench.treeRow(/^notes\.md/).dblclick();
    await workbench.tab('notes.md').waitFor();
    // Saved after the chat was closed, so that the next window does not show it.
    await workbench.reload('notes.md');
    const address = workbench.page.url();
    await until(async () => (await findExtensionHosts(editor)).length > 0);
    await workbench.page.goto('about:blank');
    assert.ok((await killExtensionHosts(editor)) > 0);
    go();
    await elsewhere.untilStatus(id, 'completed');
    assert.equal(followUps().length, before);
    await workbench.page.goto(address);
    await workbench.ready();
    const [sent, ...more] = (await untilSent(before + 1)).slice(before);
    assert.equal(await workbench.tab(/Begin the absence/).count(), 0);
    assert.ok(sent !== undefined);
    assert.ok(sent.path.includes(id), sent.path);
    assert.equal(textOf(sent), 'What is 70 + 7?');
    await elsewhere.untilStatus(id, 'completed');
    assert.deepEqual(more, []);
    assert.equal(followUps().length, before + 1);
  });
});
