import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { keepPictureOfFailure, startSession, type Session } from '../rig/session';
import { Elsewhere } from './elsewhere';
import { photograph } from './photograph';

/** One red pixel. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

describe('files of a task in the editors of VS Code', () => {
  let session: Session;

  before(async () => {
    session = await startSession();
    const elsewhere = new Elsewhere(session.emulator);
    await elsewhere.finish(
      `Picture\n\nRun \`echo ${png} | base64 -d > dot.png && echo "# Said" > said.md && echo kept > note.txt\``,
    );
    await session.workbench.openView('Sigmic');
    await row(/Picture/)
      .locator('.monaco-tl-twistie')
      .click();
    await row(/dot\.png/).waitFor();
  });
  afterEach(keepPictureOfFailure(() => session));
  after(() => session.stop());

  const row = (name: string | RegExp): Locator => session.workbench.treeRow(name);

  it('show a picture as one, and Markdown as it reads', async () => {
    const { workbench } = session;
    await row(/dot\.png/).click();
    await workbench.tab(/dot\.png/).waitFor();
    await workbench.webview.locator('img').waitFor();
    const width = await workbench.webview
      .locator('img')
      .evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : undefined));
    assert.equal(width, 1);
    await photograph(session, 'file-picture');
    await workbench.contextMenu(row(/said\.md/), 'Open Preview');
    await workbench.tab(/Preview said\.md/).waitFor();
    await workbench.webview.getByRole('heading', { name: 'Said' }).waitFor();
  });

  it('come back after a reload', async () => {
    const { workbench } = session;
    await row(/note\.txt/).dblclick();
    await workbench.editorText.filter({ hasText: 'kept' }).waitFor();
    await workbench.reload('note.txt');
    await workbench.tab(/note\.txt/).waitFor();
    await workbench.editorText.filter({ hasText: 'kept' }).waitFor();
    assert.deepEqual(workbench.problems, []);
  });
});
