import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { screenshot, setTheme } from '../rig/page';
import { useSession } from './use-session';

describe('the tree', () => {
  const session = useSession();
  const { elsewhere } = session;
  const ids: Record<string, string> = {};

  before(async () => {
    const { emulator } = session;
    emulator.script(/disk is full/, [{ fail: 'No space is left.\nAnd none will be.' }]);
    for (const gate of ['first', 'second', 'third'])
      emulator.script(new RegExp(`${gate} long job`), [
        { event: 'content', data: { text: 'Working.', isPartial: true } },
        { gate },
        { event: 'content', data: { text: ' Done.', isPartial: true } },
      ]);
    ids['completed'] = await elsewhere.finish('What is 1 + 1?');
    ids['failed'] = await elsewhere.finish('The disk is full', 'failed');
    ids['cancelled'] = await elsewhere.start('A first long job');
    await elsewhere.untilStatus(ids['cancelled'], 'running');
    await elsewhere.cancel(ids['cancelled']);
    await elsewhere.untilStatus(ids['cancelled'], 'cancelled');
    ids['running'] = await elsewhere.start('A second long job');
    await elsewhere.untilStatus(ids['running'], 'running');
    ids['waiting'] = await elsewhere.start('Run `touch waited.txt`', { autoExecute: false });
    await elsewhere.untilStatus(ids['waiting'], 'awaiting_approval');
  });

  const row = (name: string | RegExp): Locator => session.workbench.treeRow(name);
  const iconIn = (of: Locator, name: string): Locator => of.locator(`.codicon-${name}`);
  const refresh = (): Promise<void> =>
    session.workbench.page.getByRole('button', { name: 'Refresh Tasks' }).click();

  async function unfold(name: string | RegExp): Promise<void> {
    await row(name).locator('.monaco-tl-twistie').click();
  }

  /** The names of the rows on screen, from the top down. */
  async function rows(): Promise<string[]> {
    const found = await session.workbench.page.locator('.pane-body [role=treeitem]').evaluateAll((elements) =>
      elements.map((element) => ({
        index: Number(element.getAttribute('data-index')),
        name: element.getAttribute('aria-label') ?? '',
      })),
    );
    return found.sort((a, b) => a.index - b.index).map(({ name }) => name);
  }

  /** Makes the side bar wider (or, below 0, narrower) by its edge. */
  async function dragSideBarBy(pixels: number): Promise<void> {
    const { page } = session.workbench;
    const sideBar = page.locator('.part.sidebar');
    const before = await sideBar.boundingBox();
    assert.ok(before);
    const edge = before.x + before.width;
    await page.mouse.move(edge, 500);
    await page.mouse.down();
    await page.mouse.move(edge + pixels / 2, 500);
    await page.mouse.move(edge + pixels, 500);
    await page.mouse.up();
    const after = await sideBar.boundingBox();
    assert.ok(after && Math.abs(after.width - before.width - pixels) < 5, `${after?.width} px`);
  }

  async function clipboard(): Promise<string> {
    return session.workbench.page.evaluate(() => navigator.clipboard.readText());
  }

  it('lists tasks by newest activity and shows at a glance how each is', async () => {
    const { workbench, editor } = session;
    await workbench.openView('Sigmic');
    await row(/What is 1 \+ 1/).waitFor();
    assert.deepEqual(
      (await rows()).map((name) => name.replace(/,[^,]*$/, '')),
      [
        'Run `touch waited.txt`, Waiting for you',
        'A second long job, Running',
        'A first long job, Cancelled',
        'The disk is full, Failed',
        'What is 1 + 1?, Completed',
      ],
    );
    await iconIn(row(/touch waited/), 'bell-dot').waitFor();
    await iconIn(row(/second long job/), 'play-circle').waitFor();
    // What turns for hours keeps the whole window drawing.
    assert.equal(await workbench.page.locator('.sidebar .codicon-modifier-spin').count(), 0);
    await iconIn(row(/first long job/), 'circle-slash').waitFor();
    await iconIn(row(/disk is full/), 'error').waitFor();
    await iconIn(row(/1 \+ 1/), 'pass').waitFor();
    await workbench
      .notification('touch waited.txt')
      .getByRole('button', { name: /Clear Notification/ })
      .click();
    await workbench.page.getByRole('heading', { name: 'Tasks (env)' }).waitFor();
    await screenshot(workbench.page, 'tree-states-dark');
    for (const theme of ['light', 'high contrast'] as const) {
      await setTheme(editor, workbench, theme);
      await screenshot(workbench.page, `tree-states-${theme.replace(' ', '-')}`);
    }
    await setTheme(editor, workbench, 'dark');
  });

  it('keeps its title and what is done most in a narrow side bar', async () => {
    const { page } = session.workbench;
    const title = page.locator('.sidebar .composite.title');
    const heading = title.getByRole('heading');
    const isCut = (): Promise<boolean> => heading.evaluate((text) => text.scrollWidth > text.clientWidth);
    await title.hover();
    assert.equal(await isCut(), false);
    await screenshot(page, 'tree-300-dark');
    await dragSideBarBy(-100);
    for (const name of ['New Task', 'Refresh Tasks', 'Filter Tasks...'])
      await title.getByRole('button', { name }).waitFor();
    await screenshot(page, 'tree-200-dark');
    await dragSideBarBy(100);
    assert.equal(await isCut(), false);
  });

  it('says more when the mouse rests on a task, and copies its id', async () => {
    const { workbench } = session;
    await row(/disk is full/).hover();
    const hover = workbench.page.locator('.monaco-hover:visible').filter({ hasText: 'Failed' });
    await hover.waitFor();
    assert.match(
      await hover.innerText(),
      /The disk is full\s+Failed: No space is left\.\s+Created .*\s+1 message/,
    );
    await screenshot(workbench.page, 'tree-tooltip-dark');
    await workbench.contextMenu(row(/disk is full/), 'Copy Task ID');
    await workbench.page.getByText('Task ID copied').waitFor();
    assert.equal(await clipboard(), ids['failed']);
  });

  it('cancels a running task from its row', async () => {
    const { workbench, emulator } = session;
    await workbench.treeAction(row(/second long job/), 'Cancel Task');
    await iconIn(row(/second long job, Cancelled/), 'circle-slash').waitFor();
    await elsewhere.untilStatus(ids['running'] ?? '', 'cancelled');
    assert.equal(emulator.requests.filter(({ method }) => method === 'DELETE').length, 2);
    await row(/second long job/).hover();
    assert.equal(
      await row(/second long job/)
        .getByRole('button', { name: 'Cancel Task' })
        .count(),
      0,
    );
  });

  it('shows a task that was started elsewhere after a refresh, and follows it from then on', async () => {
    const { emulator } = session;
    const id = await elsewhere.start('A third long job');
    await elsewhere.untilStatus(id, 'running');
    assert.equal(await row(/third long job/).count(), 0);
    await refresh();
    await iconIn(row(/third long job/), 'play-circle').waitFor();
    await unfold(/third long job/);
    await row('No files yet').waitFor();
    const lists = (): number => emulator.requests.filter(({ path }) => path.includes('/tasks?')).length;
    const before = lists();
    emulator.openGate('third');
    await iconIn(row(/third long job, Completed, unread/), 'pass-filled').waitFor();
    await row(/^No files$/).waitFor();
    assert.equal(lists(), before, 'the session told it');
    await unfold(/third long job/);
  });

  it('keeps what is there when the list cannot be loaded, says why and tries again', async () => {
    const { workbench, emulator } = session;
    const before = await rows();
    const mend = emulator.faults.add({
      match: { method: 'GET', path: /\/tasks\?/ },
      respond: { status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Nope</h1>' },
    });
    await refresh();
    await workbench.page.getByText(/Could not refresh your tasks: /).waitFor();
    const again = row(/Try again/);
    await again.waitFor();
    assert.deepEqual(
      (await rows()).filter((name) => !/Try again/.test(name)),
      before,
    );
    assert.equal(await workbench.page.getByText('Nope').count(), 0);
    await screenshot(workbench.page, 'tree-failed-dark');
    mend();
    await again.click();
    await again.waitFor({ state: 'detached' });
    assert.equal(await workbench.page.getByText(/Could not refresh your tasks: /).isVisible(), false);
    assert.deepEqual(await rows(), before);
  });

  it('shows files and folders below a task, and opens text, pictures and anything else', async () => {
    const { workbench, editor } = session;
    const pixel = Buffer.from(await drawPixel()).toString('base64');
    ids['files'] = await elsewhere.finish(
      'Make some files\n\nRun `mkdir -p notes/deep && echo hello > notes/deep/a.txt && ' +
        `printf '\\000\\001\\377' > blob.bin && echo ${pixel} | base64 -d > pixel.png\``,
    );
    await refresh();
    const mend = session.emulator.faults.add({ match: { path: '/artifacts' }, closeBefore: true });
    await unfold(/Make some files/);
    const failed = row(/Could not load/);
    await failed.waitFor();
    mend();
    await failed.click();
    await row(/blob\.bin, 3 B/).waitFor();
    await row(/notes, folder/).click();
    await row(/deep, folder/).click();
    await row(/a\.txt/).click();
    await workbench.tab(/a\.txt/).waitFor();
    await workbench.editorText.filter({ hasText: 'hello' }).waitFor();
    await row(/pixel\.png/).click();
    await workbench.tab(/pixel\.png/).waitFor();
    await workbench.webview.getByRole('img').waitFor();
    await row(/blob\.bin/).click();
    await workbench.page.getByText(/is either binary or uses an unsupported text encoding/).waitFor();
    await screenshot(workbench.page, 'tree-files-dark');
    await setTheme(editor, workbench, 'light');
    await screenshot(workbench.page, 'tree-files-light');
    await setTheme(editor, workbench, 'dark');
  });

  it('reloads an open file that the agent changes', async () => {
    const { workbench } = session;
    await row(/a\.txt/).click();
    await workbench.editorText.filter({ hasText: 'hello' }).waitFor();
    await row(/Make some files/).click();
    const { chat } = session;
    await chat.answered(/exit code 0/);
    await chat.say('Run `echo changed by a follow-up > notes/deep/a.txt`');
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered(/changed by/);
    await workbench.tab(/a\.txt/).click();
    await workbench.editorText.filter({ hasText: 'changed' }).waitFor();
  });

  it('shows titles and file names of strangers harmlessly', async () => {
    const { workbench, emulator } = session;
    const hostile =
      '$(bell) [Run](command:sigmic.signOut) \u202Egnp.exe \u0000\u2066\u200B ' + 'long '.repeat(400);
    const id = await elsewhere.finish(hostile);
    const names = [
      '$(flame) ok.txt',
      'in\u202Egnp.exe',
      '../escape.txt',
      '/etc/passwd',
      'a/../../b.txt',
      'a\\b.txt',
    ];
    const files = names.map((path) => ({
      name: path,
      path,
      size: 1,
      mimeType: 'text/plain',
      category: 'text',
    }));
    emulator.faults.add({
      match: { path: `/tasks/${id}/artifacts` },
      respond: { status: 200, body: { success: true, data: { files } } },
    });
    await refresh();
    const title = row(/command:sigmic\.signOut/);
    await title.waitFor();
    assert.equal(await title.locator('.monaco-icon-label-container .codicon').count(), 0);
    assert.equal(await title.getByRole('link').count(), 0);
    assert.match(await title.innerText(), /‹U\+202E›gnp\.exe ‹U\+0000›/);
    await title.locator('.monaco-tl-twistie').click();
    await row(/ok\.txt/).waitFor();
    assert.deepEqual(
      (await rows())
        .slice(1, 4)
        .map((name) => name.replace(/,.*/, ''))
        .sort(),
      ['$(flame) ok.txt', 'etc', 'in‹U+202E›gnp.exe'],
    );
    assert.equal(
      await row(/ok\.txt/)
        .locator('.codicon-flame')
        .count(),
      0,
    );
    await title.hover();
    await workbench.page.locator('.monaco-hover:visible').filter({ hasText: 'command:sigmic' }).waitFor();
    assert.equal(await workbench.page.locator('.monaco-hover:visible a').count(), 0);
    await screenshot(workbench.page, 'tree-hostile-dark');
    assert.equal(await row(/escape|b\.txt|passwd/).count(), 0);
    await title.locator('.monaco-tl-twistie').click();
    emulator.faults.clear();
  });

  it('loads more when asked, each task once', async () => {
    const { workbench } = session;
    for (let n = 0; n < 50; n += 1) await elsewhere.start(`What is ${n} + 100?`);
    await refresh();
    await row(/What is 49 \+ 100/).waitFor();
    await row(/What is 49 \+ 100/).focus();
    await workbench.page.keyboard.press('End');
    await row('Load more...').waitFor();
    assert.equal(await row(/disk is full/).count(), 0);
    await screenshot(workbench.page, 'tree-load-more-dark');
    await row('Load more...').click();
    await row('Load more...').waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('End');
    await row(/disk is full/).waitFor();
    const names = await rows();
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(workbench.problems, []);
  });

  /** The bytes of a PNG, made by the browser. */
  async function drawPixel(): Promise<number[]> {
    return session.workbench.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(64, 64);
      const context = canvas.getContext('2d');
      if (context !== null) {
        context.fillStyle = 'teal';
        context.fillRect(0, 0, 64, 64);
      }
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    });
  }
});
