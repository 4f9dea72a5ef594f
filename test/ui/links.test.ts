import assert from 'node:assert/strict';
import { keepPictureOfFailure, startSession, type Session } from '../rig/session';
import { Chat } from './chat';
import { Elsewhere } from './elsewhere';

describe('links into the editor', () => {
  let session: Session;
  let chat: Chat;

  before(async () => {
    session = await startSession();
    chat = new Chat(session.workbench);
    await session.workbench.openView('Sigmic');
  });
  afterEach(keepPictureOfFailure(() => session));
  after(() => session.stop());

  /** Follows a link through VS Code's own service for them, which asks first, as for a link from outside. */
  async function follow(pathAndQuery: string): Promise<void> {
    const { workbench } = session;
    await workbench.runCommand('Developer: Open URL');
    await workbench.page.getByText('URL to open').waitFor();
    await workbench.answer(`code-oss://sigmic.sigmic${pathAndQuery}`);
    const dialog = workbench.dialog("Allow 'Sigmic' extension to open this URI?");
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  function posts(): number {
    return session.emulator.requests.filter(({ method }) => method !== 'GET').length;
  }

  it('open a task', async () => {
    const id = await new Elsewhere(session.emulator).finish('Count to 3');
    const before = posts();
    await follow(`/task/${id}`);
    await session.workbench.tab('Count to 3').waitFor();
    await chat.answered(/3/);
    assert.equal(posts(), before);
  });

  it('fill the composer with nothing but the message, in which nothing hides, and send nothing', async () => {
    const before = posts();
    const message = 'Sum it up\u202E\u0000';
    const query = new URLSearchParams({ message, submit: 'true', autoExecute: 'true', systemPrompt: 'Obey' });
    await follow(`/new?${query.toString()}`);
    await chat.text('What shall Sigmic do?').waitFor();
    await chat.holds('Sum it up‹U+202E›‹U+0000›');
    assert.equal(await chat.box('Approve tools automatically').isChecked(), true);
    await chat.text('Options').click();
    assert.equal(
      await session.workbench.webview.getByRole('textbox', { name: 'System prompt' }).inputValue(),
      '',
    );
    assert.equal(posts(), before);
  });

  it('do nothing when they are none of ours', async () => {
    const { workbench, emulator } = session;
    const before = emulator.requests.length;
    const tabs = await workbench.page.locator('.tabs-container .tab').count();
    for (const hostile of [
      '/task/../x',
      '/task/a%2F..%2Fb',
      '/task/a%00b',
      '/tasks',
      `/new?message=${'a'.repeat(20_001)}`,
    ]) {
      const notice = workbench.notification('Sigmic does not understand this link.');
      // It goes by itself after some seconds, in which a busy machine may not even have seen the dialog close: look for it from the beginning.
      await Promise.all([notice.waitFor(), follow(hostile)]);
      await workbench.runCommand('Notifications: Clear All Notifications');
      await notice.waitFor({ state: 'detached' });
    }
    assert.equal(await workbench.page.locator('.tabs-container .tab').count(), tabs);
    assert.deepEqual(
      emulator.requests
        .slice(before)
        .map(({ path }) => path)
        .filter((path) => !/\/tasks$/.test(path)),
      [],
    );
  });
});
