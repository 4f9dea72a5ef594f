import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { drop } from './drop';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('dragging to and from the tasks', () => {
  const session = useSession();
  const { chat } = session;
  /** The task that was asked "What is 1 + 1?". */
  let asked: string;

  before(async () => {
    const { elsewhere } = session;
    await elsewhere.finish('Make a file\n\nRun `echo made > made.txt`');
    asked = await elsewhere.finish('What is 1 + 1?');
  });

  const row = (name: string | RegExp): Locator => session.workbench.treeRow(name);
  const emptySpace = (): Locator =>
    session.workbench.page.locator('.pane-body .tree-explorer-viewlet-tree-view .monaco-list');
  const posts = (): number => session.emulator.requests.filter(({ method }) => method === 'POST').length;
  const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

  /** By hand: VS Code shows where it would drop only once the mouse moves there. */
  async function drag(source: Locator, target: Locator): Promise<void> {
    const { mouse } = session.workbench.page;
    const box = await target.boundingBox();
    assert.ok(box);
    await source.hover();
    await mouse.down();
    for (const right of [200, 190, 180])
      await mouse.move(box.x + box.width - right, box.y + box.height / 2, { steps: 5 });
    await mouse.up();
  }

  it('takes the tab of a file on nothing for a new task, and sends nothing by itself', async () => {
    const { workbench, emulator, workspace } = session;
    await row('sales.csv').dblclick();
    await workbench.tab('sales.csv').waitFor();
    await workbench.openView('Sigmic');
    await row(/What is 1 \+ 1/).waitFor();
    const before = posts();
    const box = await emptySpace().boundingBox();
    assert.ok(box);
    await workbench
      .tab('sales.csv')
      .dragTo(emptySpace(), { targetPosition: { x: box.width / 2, y: box.height - 40 } });
    await chat.button('Remove sales.csv').waitFor();
    assert.equal(posts(), before);
    await photograph(session, 'tree-dropped');
    await chat.say('What is in it?');
    await chat.cancel.waitFor({ state: 'hidden' });
    await chat.lastAnswer.waitFor();
    const created = emulator.requests.findLast(
      ({ method, path }) => method === 'POST' && path === '/api/v1/tasks',
    );
    assert.deepEqual(
      created?.files?.map(({ name, sha256: digest }) => [name, digest]),
      [['sales.csv', sha256(await readFile(join(workspace, 'sales.csv')))]],
    );
  });

  it('takes files from the desktop, of which a browser knows the bytes only', async () => {
    const { emulator } = session;
    const bytes = [...Buffer.from('from the desktop\n')];
    await drop(emptySpace(), { files: [{ name: 'desktop.txt', bytes }] });
    await chat.button('Remove desktop.txt').waitFor();
    await chat.say('Read it');
    await chat.answered(/./);
    // The list names the new task on top: what comes next must not find its rows moving.
    await row(/^Read it, Completed/).waitFor();
    const created = emulator.requests.findLast(
      ({ method, path }) => method === 'POST' && path === '/api/v1/tasks',
    );
    assert.deepEqual(
      created?.files?.map(({ name, sha256: digest }) => [name, digest]),
      [['desktop.txt', sha256('from the desktop\n')]],
    );
  });

  it('takes files on a task for its next message', async () => {
    const { workbench, emulator, workspace } = session;
    const before = posts();
    await workbench.dragOntoRow(workbench.tab('sales.csv'), row(/What is 1 \+ 1/));
    await workbench.tab(/What is 1 \+ 1/).waitFor();
    await chat.button('Remove sales.csv').waitFor();
    await chat.lastAnswer.filter({ hasText: '2' }).waitFor();
    assert.equal(posts(), before);
    await photograph(session, 'tree-dropped-on-task');
    await chat.say('Add these up too');
    await chat.button('Remove sales.csv').waitFor({ state: 'hidden' });
    const message = emulator.requests.findLast(({ method }) => method === 'POST');
    assert.equal(message?.path, `/api/v1/tasks/${asked}/messages`);
    assert.deepEqual(message.fields, { message: 'Add these up too' });
    assert.deepEqual(
      message.files?.map(({ name, sha256: digest }) => [name, digest]),
      [['sales.csv', sha256(await readFile(join(workspace, 'sales.csv')))]],
    );
    assert.equal(posts(), before + 1);
    await chat.answered(/./);
  });

  it('lets a file of a task be dragged into an editor, and means nothing to the task that has it', async () => {
    const { workbench } = session;
    await workbench.tab('sales.csv').click();
    await row(/Make a file/)
      .locator('.monaco-tl-twistie')
      .click();
    await row(/made\.txt/).waitFor();
    await drag(
      row(/made\.txt/),
      workbench.page.locator('.editor-group-container.active .tabs-and-actions-container'),
    );
    await workbench.tab(/made\.txt/).waitFor();
    await workbench.editorText.filter({ hasText: 'made' }).waitFor();
    const tabs = await workbench.tab(/./).count();
    await workbench.dragOntoRow(row(/made\.txt/), row(/Make a file/));
    await workbench.openView('Explorer');
    assert.equal(await workbench.tab(/./).count(), tabs);
    assert.deepEqual(workbench.problems, []);
  });
});
