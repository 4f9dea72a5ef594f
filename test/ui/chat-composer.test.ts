import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, LoggedRequest } from '../emulator';
import { drop } from './drop';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('writing a message', () => {
  const session = useSession();
  const { chat } = session;

  async function newTask(): Promise<void> {
    await chat.begin();
  }

  /** All messages that the server took or refused, new tasks and follow-ups. */
  function posts(): LoggedRequest[] {
    return session.emulator.requests.filter(
      ({ method, path }) => method === 'POST' && /\/tasks(\/[^/]+\/messages)?$/.test(path),
    );
  }

  const fileChips = () => session.workbench.webview.getByRole('list', { name: 'Attached files' });
  const textOf = async (file: string): Promise<Buffer> => readFile(join(session.workspace, file));

  it('breaks the line with Shift+Enter, grows, and sends with Enter, options included', async () => {
    const { keyboard } = session.workbench.page;
    await newTask();
    const height = async (): Promise<number> => (await chat.message.boundingBox())?.height ?? 0;
    const low = await height();
    // Typed without a click: the cursor is there already.
    await keyboard.type('Hello,');
    for (const line of ['', 'who are you?', 'And what can you do?']) {
      await keyboard.press('Shift+Enter');
      await keyboard.type(line);
    }
    const message = 'Hello,\n\nwho are you?\nAnd what can you do?';
    await chat.holds(message);
    assert.ok((await height()) > low + 15, `${await height()} after ${low} pixels`);
    assert.equal(await chat.message.evaluate((box) => box.scrollHeight > box.clientHeight + 1), false);

    await chat.approveAutomatically.uncheck();
    await chat.text('Options').click();
    await session.workbench.webview
      .getByRole('textbox', { name: 'System prompt' })
      .fill('Be brief: ≤ 3 words.');
    assert.deepEqual(posts(), []);
    await photograph(session, 'composing');
    await chat.message.press('Enter');
    await chat.answered('Hello! I am the agent');
    await chat.holds('');
    assert.deepEqual(
      posts().map(({ fields, body }) => fields ?? body),
      [{ message, systemPrompt: 'Be brief: ≤ 3 words.', autoExecute: false, showInHistory: true }],
    );
  });

  it('takes files by the button, from the explorer and from the desktop, and leaves out what is removed', async () => {
    const { workbench, workspace } = session;
    await newTask();
    await chat.attach(join(workspace, 'sales.csv'), 'sales.csv');
    await chat.attach(join(workspace, 'notes.md'), 'notes.md');
    await chat.button('Remove notes.md').click();
    await chat.button('Remove notes.md').waitFor({ state: 'detached' });
    // As the explorer's drag: in a browser the window knows the file by its remote address.
    const uri = `vscode-remote://${new URL(session.editor.origin).host}${join(workspace, 'src/discount.ts')}`;
    await drop(chat.message, {
      texts: { 'application/vnd.code.uri-list': uri, resourceurls: JSON.stringify([uri]), 'text/plain': uri },
    });
    await chat.button('Remove discount.ts').waitFor();
    const bytes = Array.from({ length: 3000 }, (_item, index) => (index * 7) % 256);
    await drop(workbench.webview.getByRole('main'), { files: [{ name: 'fóto 1.bin', bytes }] });
    await chat.button('Remove fóto 1.bin').waitFor();
    assert.match(await fileChips().innerText(), /2\.9 KB|3 KB/);

    const before = posts().length;
    await chat.message.press('Enter');
    await chat.text('Write what to do with the files.').waitFor();
    assert.equal(posts().length, before);
    await chat.say('Which files are there?');
    await chat.answered('discount.ts');
    await fileChips().waitFor({ state: 'detached' });
    assert.deepEqual(
      posts()
        .at(-1)
        ?.files?.map(({ name, sha256 }) => [name, sha256]),
      [
        ['sales.csv', sha256(await textOf('sales.csv'))],
        ['discount.ts', sha256(await textOf('src/discount.ts'))],
        ['fóto 1.bin', sha256(Uint8Array.from(bytes))],
      ],
    );
    assert.match(await chat.articles('user').innerText(), /sales\.csv\s+discount\.ts\s+fóto 1\.bin/);
  });

  const faults: { name: string; fault: Fault; says: RegExp; button: string }[] = [
    {
      name: 'an HTML page with status 500',
      fault: { respond: { status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Oops</h1>' } },
      says: /may have arrived.*list of tasks/,
      button: 'Send Again',
    },
    {
      name: 'a refusal',
      fault: {
        respond: {
          status: 400,
          body: { success: false, error: { code: 'VALIDATION_ERROR', message: 'Too vague.' } },
        },
      },
      says: /Could not create the task.*Too vague\./,
      button: 'Send',
    },
    {
      name: 'a closed connection',
      fault: { closeBefore: true },
      says: /may have arrived.*list of tasks/,
      button: 'Send Again',
    },
  ];
  for (const { name, fault, says, button } of faults) {
    it(`loses neither text nor files to ${name}, and sends them when asked`, async () => {
      const { emulator, workspace } = session;
      const message = `Count the lines of sales.csv after ${name}`;
      await newTask();
      await chat.attach(join(workspace, 'sales.csv'), 'sales.csv');
      const before = posts().length;
      emulator.faults.add({ ...fault, match: { method: 'POST', path: /\/tasks$/, times: 1 } });
      await chat.say(message);
      const alert = session.workbench.webview.getByRole('alert');
      await alert.filter({ hasText: says }).waitFor();
      await chat.holds(message);
      assert.match(await fileChips().innerText(), /sales\.csv/);
      assert.equal(await chat.message.evaluate((box) => box.hasAttribute('readonly')), false);
      if (button === 'Send Again') await photograph(session, 'failed-send');
      await session.workbench.webview.getByRole('button', { name: button, exact: true }).click();
      await chat.answered(/lines/);
      await alert.waitFor({ state: 'detached' });
      assert.equal(await chat.articles('user').filter({ hasText: message }).count(), 1);
      await chat.holds('');
      assert.equal(posts().length, before + 2);
      assert.deepEqual(
        posts()
          .at(-1)
          ?.files?.map(({ sha256: sent }) => sent),
        [sha256(await textOf('sales.csv'))],
      );
    });
  }

  it('loses nothing of a follow-up either', async () => {
    const { emulator, workspace } = session;
    await chat.attach(join(workspace, 'notes.md'), 'notes.md');
    const before = posts().length;
    emulator.faults.add({ closeBefore: true, match: { method: 'POST', path: '/messages', times: 1 } });
    await chat.say('Read notes.md');
    await session.workbench.webview.getByRole('alert').filter({ hasText: 'conversation' }).waitFor();
    await chat.holds('Read notes.md');
    assert.equal(await chat.articles('user').count(), 1);
    await chat.button('Send Again').click();
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered('notes.md');
    assert.equal(await chat.articles('user').count(), 2);
    assert.equal(posts().length, before + 2);
    assert.deepEqual(
      posts()
        .at(-1)
        ?.files?.map(({ sha256: sent }) => sent),
      [sha256(await textOf('notes.md'))],
    );
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
