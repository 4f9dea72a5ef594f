import assert from 'node:assert/strict';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggedRequest } from '../emulator';
import { photograph } from './photograph';
import { useSession } from './use-session';

const review = {
  name: 'Review the notes',
  message: 'Read the notes and sum them up.',
  files: ['notes.md', 'src/**/*.ts', '*.{log,key}', '../outside.txt'],
  systemPrompt: 'Be brief.',
  variables: ['TOKEN'],
  autoExecute: false,
  showInHistory: false,
};

describe('recipes', () => {
  const session = useSession();
  const { chat } = session;

  const posts = (): LoggedRequest[] => session.emulator.requests.filter(({ method }) => method === 'POST');

  async function write(file: string, content: unknown): Promise<void> {
    await mkdir(join(session.workspace, '.sigmic'), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
    await writeFile(join(session.workspace, '.sigmic', file), text);
  }

  it('are offered to be written where there are none', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sigmic: Run Recipe...');
    await workbench.answerNotification('There are no recipes here.', 'New Recipe');
    await workbench.editorText.getByText('Review the changes').first().waitFor();
    await workbench.runCommand('View: Revert and Close Editor');
  });

  it('fill the composer of a new task, and send nothing by themselves', async () => {
    const { workbench } = session;
    await write('review.json', review);
    await write('broken.json', { name: 'Broken' });
    await appendFile(join(session.workspace, '.gitignore'), '\nnoise.log\n');
    await writeFile(join(session.workspace, 'noise.log'), 'Ignored');
    await writeFile(join(session.workspace, 'server.key'), '-----BEGIN RSA PRIVATE KEY-----\nsecret\n');
    await workbench.runCommand('Sigmic: Run Recipe...');
    await workbench.quickPickRow('Broken recipe').waitFor();
    await photograph(session, 'recipes');
    await workbench.pick('Review the notes');
    await workbench.page.getByPlaceholder('It needs TOKEN. Which set may it have?').waitFor();
    await workbench.pick('No Variables');
    await chat.holds(review.message);
    for (const name of ['notes.md', 'discount.ts', 'server.key'])
      await chat.button(`Remove ${name}`).waitFor();
    assert.equal(await chat.button('Remove noise.log').count(), 0);
    await chat.text(/No file in .* that may be sent matches "\.\.\/outside\.txt"\./).waitFor();
    const view = workbench.webview;
    assert.equal(await view.getByRole('textbox', { name: 'System prompt' }).inputValue(), 'Be brief.');
    assert.equal(await view.getByRole('checkbox', { name: 'Show in history' }).isChecked(), false);
    assert.equal(await chat.approveAutomatically.isChecked(), false);
    await photograph(session, 'composing-recipe');
    assert.deepEqual(posts(), []);

    await chat.message.press('Enter');
    await chat.lastAnswer.waitFor();
    const [created] = posts();
    assert.deepEqual(created?.fields, {
      message: review.message,
      systemPrompt: 'Be brief.',
      showInHistory: 'false',
      autoExecute: 'false',
    });
    assert.deepEqual(created.files?.map(({ name }) => name).sort(), ['discount.ts', 'notes.md']);
  });

  it('that are broken say what is wrong, and open', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sigmic: Run Recipe...');
    await workbench.pick('Broken recipe');
    const words = /The recipe .*broken\.json is broken\. "message" is missing\./;
    await workbench.answerNotification(words, 'Open File');
    await workbench.tab('broken.json').waitFor();
    // The schema says the same to whoever writes it.
    await workbench.page.locator('.monaco-editor .squiggly-warning').first().waitFor();
  });
});
