import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { screenshot } from '../rig/page';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('handing over a selection', () => {
  const session = useSession();
  const { chat } = session;

  /** Opens a file and selects its first lines, as with the keyboard. */
  async function select(file: string, lines: number): Promise<void> {
    const { workbench } = session;
    await workbench.runCommand('File: Open File...');
    await workbench.chooseFile(join(session.workspace, file));
    await workbench.tab(basename(file)).waitFor();
    await workbench.editorText.click({ position: { x: 4, y: 4 } });
    await workbench.page.keyboard.press('Control+Home');
    for (let line = 0; line < lines; line += 1) await workbench.page.keyboard.press('Shift+ArrowDown');
  }

  const creations = () =>
    session.emulator.requests.filter(({ method, path }) => method === 'POST' && path === '/api/v1/tasks');

  async function firstLines(path: string, lines: number): Promise<string> {
    const text = await readFile(join(session.workspace, path), 'utf8');
    return text
      .split(/(?<=\n)/)
      .slice(0, lines)
      .join('');
  }

  it('starts a task about it', async () => {
    const { workbench, emulator } = session;
    await select('src/discount.ts', 3);
    await workbench.runCommand('Sigmic: New Task from Selection');
    await chat.button('Remove discount.L1-L3.ts').waitFor();
    await chat.holds('src/discount.ts, lines 1 to 3 (typescript)\n\n');
    await chat.message.press('Control+End');
    await chat.message.pressSequentially('Count the lines');
    await screenshot(workbench.page, 'selection-dark');
    await chat.message.press('Enter');
    await chat.answered(/\S/);

    const create = emulator.requests.find(
      ({ method, path }) => method === 'POST' && path === '/api/v1/tasks',
    );
    assert.equal(
      create?.fields?.['message'],
      'src/discount.ts, lines 1 to 3 (typescript)\n\nCount the lines',
    );
    const sha256 = createHash('sha256')
      .update(await firstLines('src/discount.ts', 3))
      .digest('hex');
    assert.deepEqual(
      create.files?.map((file) => [file.name, file.sha256]),
      [['discount.L1-L3.ts', sha256]],
    );
  });

  it('adds it to what is being written in the open chat', async () => {
    const { workbench } = session;
    await chat.message.fill('Compare with this:');
    await select('notes.md', 1);
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('Control+G');
    await chat.button('Remove notes.L1.md').waitFor();
    await chat.holds('Compare with this:\n\nnotes.md, line 1 (markdown)\n\n');
  });

  it('keeps one that looks like a secret here until it is ticked', async () => {
    const { workbench, workspace } = session;
    const lines = `key = AKIA${'Q2W3E4R5'.repeat(2)}\nregion = eu\n`;
    await writeFile(join(workspace, 'cloud.ini'), lines);
    for (const ticked of [false, true]) {
      await workbench.runCommand('View: Close All Editors');
      await select('cloud.ini', 2);
      await workbench.runCommand('Sigmic: New Task from Selection');
      await chat.text(/stays here: looks like/).waitFor();
      if (ticked) await chat.box(/^Send cloud\.L1-L2\.ini, which looks like/).check();
      else await photograph(session, 'selection-secret');
      await chat.message.press('Control+End');
      await chat.message.pressSequentially(ticked ? 'With it' : 'Without it');
      const before = creations().length;
      await chat.message.press('Enter');
      await chat.answered(/\S/);
      assert.equal(creations().length, before + 1);
      const sent = creations().at(-1);
      assert.doesNotMatch(sent?.fields?.['message'] ?? '', /AKIA/);
      const digest = createHash('sha256').update(lines).digest('hex');
      assert.deepEqual(
        sent?.files?.map(({ name, sha256 }) => [name, sha256]),
        ticked ? [['cloud.L1-L2.ini', digest]] : undefined,
      );
    }
  });
});
