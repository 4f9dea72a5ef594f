import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LoggedRequest } from '../emulator';
import { drop } from './drop';
import { photograph } from './photograph';
import { useSession } from './use-session';

const key = `sigmic_${'0a'.repeat(32)}`;
const MB = 1024 * 1024;

describe('handing over folders', () => {
  const session = useSession();
  const { chat, elsewhere } = session;

  before(async () => {
    await write({
      '.gitignore': 'dist/\n*.log\n',
      'app/index.ts': 'export const answer = 42;\n',
      'app/lib/ünï.ts': 'export {};\n',
      'app/lib/debug.log': 'never sent',
      'app/dist/index.js': 'never sent',
      'app/node_modules/left/pad.js': 'never sent',
      'app/.env': 'PASSWORD=never-sent\n',
      'app/config.json': JSON.stringify({ key }),
    });
  });
  afterEach(async () => {
    await session.workbench.page.keyboard.press('Escape');
    await session.workbench.runCommand('View: Close All Editors');
  });

  async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(session.workspace, path)), { recursive: true });
      await writeFile(join(session.workspace, path), content);
    }
  }

  const explorerRow = (name: string) => session.workbench.treeRow(new RegExp(`^${name}`)).first();
  const folderLine = (name: string) =>
    session.workbench.webview
      .getByRole('list', { name: 'Attached folders' })
      .getByText(name, { exact: true });
  const posts = (): LoggedRequest[] =>
    session.emulator.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/tasks'));
  const uriOf = (path: string): string =>
    `vscode-remote://${new URL(session.editor.origin).host}${join(session.workspace, path)}`;

  it('shows all that goes and what stays before anything leaves, and sends just that', async () => {
    const { workbench } = session;
    await workbench.openView('Explorer');
    // What was written while the editor started, its watcher has missed.
    await workbench.page.locator('.explorer-folders-view').hover();
    await workbench.page.getByRole('button', { name: 'Refresh Explorer' }).click();
    await workbench.contextMenu(explorerRow('app'), 'Send to Sigmic');
    await folderLine('app').waitFor();
    await chat.text('2 files, 37 B · 3 left out · 2 likely secrets stay here').waitFor();
    await photograph(session, 'folder-folded');
    // With the keyboard, as a screen reader does.
    await session.workbench.webview.locator('.folder summary').press('Enter');
    await chat.text('1 by the setting sigmic.upload.exclude: node_modules/').waitFor();
    await chat.text(/2 by \.gitignore: (dist\/, lib\/debug\.log|lib\/debug\.log, dist\/)/).waitFor();
    await chat.text('lib/ünï.ts').waitFor();
    assert.deepEqual(posts(), []);
    await photograph(session, 'folder-unfolded');
    await chat.box('Send config.json, which looks like an access token').check();
    await chat.text('3 files, 118 B · 3 left out · 1 likely secret stays here').waitFor();
    await chat.say('List the files');
    await chat.answered(/\S/);

    const [request] = posts();
    assert.deepEqual(
      request?.files?.map(({ name }) => name),
      ['app.zip'],
    );
    assert.deepEqual(await elsewhere.uploads(await elsewhere.newest()), {
      'app/config.json': JSON.stringify({ key }),
      'app/index.ts': 'export const answer = 42;\n',
      'app/lib/ünï.ts': 'export {};\n',
    });
    assert.match(await chat.articles('user').innerText(), /app\.zip/);
    const left = await readdir(join(session.editor.userDataDir, 'tmp'));
    assert.deepEqual(
      left.filter((name) => name.startsWith('sigmic-zip')),
      [],
    );
  });

  it('takes a folder by drop and by the button, and takes off what is removed', async () => {
    const { workbench } = session;
    await chat.begin();
    await drop(chat.message, { texts: { 'application/vnd.code.uri-list': uriOf('app') } });
    await folderLine('app').click();
    await chat.button('Remove lib/ünï.ts').click();
    await chat.text('1 file, 26 B').first().waitFor();
    await chat.button('Attach folder').click();
    await workbench.chooseFolder(join(session.workspace, 'scripts'));
    await folderLine('scripts').waitFor();
    await chat.text(/^In all \d+ files/).waitFor();
    await photograph(session, 'folders-two');
    await chat.button('Remove scripts').click();
    await folderLine('scripts').waitFor({ state: 'detached' });
    await chat.say('List the files');
    await chat.answered(/\S/);
    assert.deepEqual(await elsewhere.uploads(await elsewhere.newest()), {
      'app/index.ts': 'export const answer = 42;\n',
    });
  });

  it('asks about a single file that looks like a secret too', async () => {
    await chat.begin();
    await drop(chat.message, { texts: { 'application/vnd.code.uri-list': uriOf('app/.env') } });
    await chat.text('stays here: looks like an environment file').waitFor();
    await photograph(session, 'secret-chip');
    await chat.say('List the files');
    await chat.answered(/\S/);
    assert.equal(posts().at(-1)?.files, undefined);
    assert.deepEqual(await elsewhere.uploads(await elsewhere.newest()), {});
  });

  it('makes one ZIP of more than 20 files', async () => {
    const names = Array.from({ length: 25 }, (_item, n) => `many/${n % 2}/${n}.txt`);
    await write(Object.fromEntries(names.map((name) => [name, `This is ${name}`])));
    await chat.begin();
    await drop(chat.message, {
      texts: { 'application/vnd.code.uri-list': names.map(uriOf).join('\r\n') },
    });
    await chat.text('25 files, 515 B').first().waitFor();
    await folderLine('Files').click();
    await photograph(session, 'many-files');
    await chat.say('List the files');
    await chat.answered(/\S/);
    assert.deepEqual(
      posts()
        .at(-1)
        ?.files?.map(({ name }) => name),
      ['files.zip'],
    );
    const expected = names.map((name) => [name.slice('many/'.length), `This is ${name}`]);
    assert.deepEqual(await elsewhere.uploads(await elsewhere.newest()), Object.fromEntries(expected));
  });

  it('tells of what changed since it was shown, and sends nothing before that was seen', async () => {
    await write({ 'moving/a.txt': 'a', 'moving/b.txt': 'b' });
    await chat.begin();
    await drop(chat.message, { texts: { 'application/vnd.code.uri-list': uriOf('moving') } });
    await folderLine('moving').waitFor();
    await rm(join(session.workspace, 'moving/a.txt'));
    await write({ 'moving/b.txt': 'longer', 'moving/c.txt': 'not seen' });
    const before = posts().length;
    await chat.say('List the files');
    await chat.text('"a.txt" is not there any more. Nothing was sent').waitFor();
    await chat.text('1 file, 6 B').first().waitFor();
    await chat.holds('List the files');
    assert.equal(posts().length, before);
    await chat.message.press('Enter');
    await chat.answered(/\S/);
    assert.deepEqual(await elsewhere.uploads(await elsewhere.newest()), { 'moving/b.txt': 'longer' });
  });

  it('refuses what is larger than 50 MB by its name, alone and packed', async () => {
    await write({ 'huge/film.mp4': randomBytes(51 * MB), 'huge/note.txt': 'x' });
    await chat.begin();
    await drop(chat.message, { texts: { 'application/vnd.code.uri-list': uriOf('huge/film.mp4') } });
    await chat.text('"film.mp4" is 51.0 MB, but a file may have at most 50 MB').waitFor();
    await drop(chat.message, { texts: { 'application/vnd.code.uri-list': uriOf('huge') } });
    await folderLine('huge').waitFor();
    const before = posts().length;
    await chat.say('Look at it');
    await chat.text(/"huge\.zip" would have more than 50 MB.*"huge\/film\.mp4" \(51\.0 MB\)/).waitFor();
    await chat.holds('Look at it');
    await folderLine('huge').waitFor();
    assert.equal(posts().length, before);
    await rm(join(session.workspace, 'huge'), { recursive: true });
  });

  it('takes thousands of files: shows what goes, can be stopped, and sends every one of them', async function () {
    this.timeout(240_000);
    const { emulator, workspace } = session;
    const names = Array.from({ length: 2000 }, (_item, n) => `wide/${n % 40}/${n}.bin`);
    await write({ 'wide/.gitignore': 'out/\n' });
    for (let folder = 0; folder < 40; folder += 1) await mkdir(join(workspace, `wide/${folder}`));
    // Random bytes do not get smaller in a ZIP, so the send takes a while.
    for (const name of names) await writeFile(join(workspace, name), randomBytes(2048));
    for (let n = 0; n < 30; n += 1) await write({ [`wide/out/${n}.o`]: 'never sent' });
    emulator.faults.add({
      delayMs: 60_000,
      closeBefore: true,
      match: { method: 'POST', path: /\/tasks$/, times: 1 },
    });
    await chat.begin();
    await drop(chat.message, { texts: { 'application/vnd.code.uri-list': uriOf('wide') } });
    await chat.text('2001 files, 3.9 MB · 1 left out').waitFor({ timeout: 60_000 });
    await session.workbench.webview.locator('.folder summary').press('Enter');
    await chat.text('1 by .gitignore: out/').waitFor();
    // Only the first are drawn; the others on demand.
    const drawn = session.workbench.webview.getByRole('list', { name: 'Will be sent' }).getByRole('listitem');
    const first = await drawn.count();
    assert.ok(first < 500, `${first} rows`);
    await chat.button(`Show more (${2001 - first} not shown)`).click();
    await drawn.nth(first).waitFor();
    await photograph(session, 'folder-wide');
    const before = posts().length;
    await chat.say('Count them');
    await chat.text(/Sending: [\d.]+ of 4\.\d MB/).waitFor({ timeout: 60_000 });
    await chat.button('Stop sending').click();
    await chat.button('Stop sending').waitFor({ state: 'detached' });
    await chat.holds('Count them');
    await chat.text('2001 files, 3.9 MB · 1 left out').waitFor();
    await chat.message.press('Enter');
    // The server unpacks all of them before it answers.
    await chat.lastAnswer.waitFor({ timeout: 120_000 });
    await chat.answered(/\S/);
    assert.deepEqual(
      posts()
        .slice(before)
        .flatMap(({ files }) => files?.map(({ name }) => name) ?? []),
      ['wide.zip'],
    );
    const id = await elsewhere.newest();
    const arrived = await elsewhere.files(id);
    assert.deepEqual(
      arrived.filter((path) => path !== 'uploads/wide.zip').sort(),
      [...names, 'wide/.gitignore'].map((name) => `uploads/${name}`).sort(),
    );
    for (const name of names.filter((_name, n) => n % 499 === 0)) {
      const sent = await elsewhere.download(id, `uploads/${name}`);
      assert.equal(sha256(sent), sha256(await readFile(join(workspace, name))), name);
    }
    await rm(join(workspace, 'wide'), { recursive: true });
  });

  it('can be stopped in the middle of an upload, and then sends it whole', async () => {
    const { emulator } = session;
    const film = randomBytes(30 * MB);
    await write({ 'media/film.mp4': film, 'media/note.txt': 'x' });
    emulator.faults.add({
      delayMs: 60_000,
      closeBefore: true,
      match: { method: 'POST', path: /\/tasks$/, times: 1 },
    });
    await chat.begin();
    await drop(chat.message, { texts: { 'application/vnd.code.uri-list': uriOf('media') } });
    await folderLine('media').waitFor();
    await chat.say('Look at the film');
    await chat.text(/Sending: [\d.]+ of 30 MB/).waitFor();
    await photograph(session, 'sending');
    await chat.button('Stop sending').click();
    await chat.button('Stop sending').waitFor({ state: 'detached' });
    await chat.holds('Look at the film');
    await folderLine('media').waitFor();
    await chat.message.press('Enter');
    await chat.answered(/\S/);
    const arrived = await elsewhere.download(await elsewhere.newest(), 'uploads/media/film.mp4');
    assert.equal(sha256(arrived), sha256(film));
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
