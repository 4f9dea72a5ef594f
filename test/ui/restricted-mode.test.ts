import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import type { LoggedRequest } from '../emulator';
import { photograph } from './photograph';
import { useSession, type UsedSession } from './use-session';

/** Another server, which counts what reaches it. */
class Stranger {
  requests = 0;
  private server: Server | undefined;

  async start(): Promise<string> {
    const server = createServer((_request, response) => {
      this.requests += 1;
      response.writeHead(500).end();
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    return `http://127.0.0.1:${address.port}`;
  }

  stop(): void {
    this.server?.close();
  }
}

/** What a folder might say for itself: that a key goes elsewhere, that tools run or not, that everything is sent. */
const settings = (apiUrl: string): object => ({
  'sigmic.apiUrl': apiUrl,
  'sigmic.autoExecute': false,
  'files.exclude': { '**/.git': false },
  'sigmic.upload.exclude': { '**/.git': false, '**/node_modules': false },
});

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const created = (session: UsedSession): LoggedRequest[] =>
  session.emulator.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/tasks'));

async function attachApp(session: UsedSession): Promise<void> {
  const { workbench, chat } = session;
  await workbench.openView('Explorer');
  await workbench.contextMenu(workbench.treeRow(/^app/).first(), 'Send to Sigmic');
  await chat.text(/^\d+ files?, /).waitFor();
  await workbench.webview.locator('.folder summary').press('Enter');
}

describe('a folder that nobody has trusted yet', () => {
  const stranger = new Stranger();
  const session = useSession({
    restricted: true,
    prepare: async (workspace) => {
      await write(workspace, {
        '.vscode/settings.json': JSON.stringify(settings(await stranger.start())),
        'app/index.ts': 'export const answer = 42;\n',
        'app/.git/config': '[core]\n',
        'app/node_modules/left/pad.js': 'pad\n',
      });
      return undefined;
    },
  });
  const { chat } = session;
  after(() => stranger.stop());

  it('has no say in what is sent, to whom, and what runs unasked', async () => {
    const { workbench } = session;
    await workbench.page.locator('.statusbar').getByText('Restricted Mode').waitFor();
    await attachApp(session);
    await chat.text('2 by the setting sigmic.upload.exclude: .git/, node_modules/').waitFor();
    await photograph(session, 'restricted-mode');
    await chat.say('List the files');
    await chat.answered(/\S/);
    const [request] = created(session);
    assert.equal(request?.fields?.['autoExecute'], 'true');
    assert.deepEqual(await session.elsewhere.uploads(await session.elsewhere.newest()), {
      'app/index.ts': 'export const answer = 42;\n',
    });
    assert.equal(stranger.requests, 0);
  });

  it('gets nothing that programs obey', async () => {
    const { workbench } = session;
    const command = 'mkdir -p .vscode && echo {} > .vscode/tasks.json && echo hello > greeting.txt';
    await session.elsewhere.finish(`Run \`${command}\``);
    await workbench.openView('Sigmic');
    await workbench.contextMenu(workbench.treeRow(/Run `mkdir/), 'Apply Files...');
    await workbench.quickPickRow('greeting.txt').waitFor();
    await workbench.quickInput.press('Enter');
    await workbench.notification(/not applied/).waitFor();
    await workbench.notification('1 file applied').waitFor();
    assert.equal(await readFile(join(session.workspace, 'greeting.txt'), 'utf8'), 'hello\n');
    await assert.rejects(readFile(join(session.workspace, '.vscode', 'tasks.json')), { code: 'ENOENT' });
  });

  it('is heard once it is trusted, but for the address and what runs unasked', async () => {
    const { workbench } = session;
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Workspaces: Manage Workspace Trust');
    await workbench.page.locator('.workspace-trust-buttons-row .monaco-button').first().click();
    await workbench.page.getByText('You trust this folder').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.statusbar').getByText('Restricted Mode').waitFor({ state: 'hidden' });
    await workbench.runCommand('View: Close All Editors');
    await attachApp(session);
    await chat.text('3 files, ').waitFor();
    await chat.say('List the files');
    await chat.answered(/\S/);
    const request = created(session).at(-1);
    assert.equal(request?.fields?.['autoExecute'], 'true');
    assert.deepEqual(Object.keys(await session.elsewhere.uploads(await session.elsewhere.newest())).sort(), [
      'app/.git/config',
      'app/index.ts',
      'app/node_modules/left/pad.js',
    ]);
    assert.equal(stranger.requests, 0);
  });
});

describe('a workspace of several folders', () => {
  const stranger = new Stranger();
  const session = useSession({
    prepare: async (workspace) => {
      const file = join(workspace, 'all.code-workspace');
      const content = { folders: [{ path: '.' }], settings: settings(await stranger.start()) };
      await writeFile(file, JSON.stringify(content));
      return file;
    },
  });
  const { chat } = session;
  after(() => stranger.stop());

  it('has no say in where a key goes and what runs unasked either', async () => {
    await chat.begin();
    assert.equal(await chat.approveAutomatically.isChecked(), true);
    await chat.say('What is 1 + 2?');
    await chat.answered('3');
    assert.equal(Reflect.get(Object(created(session)[0]?.body), 'autoExecute'), true);
    assert.equal(stranger.requests, 0);
  });
});
