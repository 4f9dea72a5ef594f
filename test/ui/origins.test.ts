import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { keepPictureOfFailure, startSession, type Session } from '../rig/session';
import { Chat } from './chat';
import { photograph } from './photograph';
import { until } from './until';

describe('files that go back to where they came from', () => {
  let session: Session;
  let chat: Chat;

  before(async () => {
    session = await startSession();
    chat = new Chat(session.workbench);
    await put('src/a/part.ts', 'one\n');
    await put('lib/part.ts', 'unrelated\n');
  });
  afterEach(keepPictureOfFailure(() => session));
  after(() => session.stop());

  const at = (path: string): string => join(session.workspace, path);
  const row = (name: string | RegExp): Locator => session.workbench.treeRow(name);
  async function put(path: string, content: string): Promise<void> {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
  }

  it('are compared with that place and applied to it, although another file has the name', async () => {
    const { workbench } = session;
    await chat.begin();
    await chat.attach(at('src/a/part.ts'), 'part.ts');
    await chat.say('Better\n\nRun `echo better > uploads/part.ts`');
    await chat.answered(/exit code 0/);
    await workbench.openView('Sigmic');
    await row(/Better/)
      .locator('.monaco-tl-twistie')
      .click();
    await row(/uploads, folder/)
      .locator('.monaco-tl-twistie')
      .click();
    await row(/part\.ts, 7 B/).waitFor();
    await workbench.contextMenu(row(/part\.ts, 7 B/), 'Compare with Workspace');
    await workbench.tab(/part\.ts \(workspace ↔ task\)/).waitFor();
    const left = workbench.page.locator('.monaco-diff-editor .editor.original .view-lines');
    await left.filter({ hasText: 'one' }).waitFor();
    await photograph(session, 'origins-compared');
    await workbench.contextMenu(row(/part\.ts, 7 B/), 'Apply to Workspace');
    await workbench.notification(/1 file applied to workspace/).waitFor();
    assert.equal(await readFile(at('src/a/part.ts'), 'utf8'), 'better\n');
    assert.equal(await readFile(at('lib/part.ts'), 'utf8'), 'unrelated\n');
  });

  it('ask which one is meant when two were sent under one name', async () => {
    const { workbench } = session;
    await workbench.tab(/^Better/).click();
    await chat.attach(at('lib/part.ts'), 'part.ts');
    await chat.say('Run `echo best > uploads/part.ts`');
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered(/exit code 0/);
    await row(/part\.ts, 5 B/).waitFor();
    await workbench.contextMenu(row(/part\.ts, 5 B/), 'Apply to Workspace');
    await workbench.quickPickRow('src/a/part.ts').waitFor();
    await photograph(session, 'origins-which');
    await workbench.pick('lib/part.ts');
    await workbench
      .notification(/1 file applied to workspace/)
      .first()
      .waitFor();
    await until(async () => (await readFile(at('lib/part.ts'), 'utf8')) === 'best\n');
    assert.equal(await readFile(at('src/a/part.ts'), 'utf8'), 'better\n');
    assert.deepEqual(workbench.problems, []);
  });
});
