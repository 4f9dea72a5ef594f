import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { officeApi, startOffice, type Office } from '../rig/office';
import { emulator, until } from './control';
import { createTask, untilStatus } from './service';

const { SIGMIC_API_URL: service = '', SIGMIC_API_KEY: key = '' } = process.env;
const projectRoot = join(__dirname, '..', '..', '..');
const login = 'me:p%40ss';

describe('the network of an office', () => {
  const offices: Office[] = [];
  const changed = new Set<string>();

  async function office(options: { login?: string } = {}): Promise<Office> {
    const started = await startOffice({ service, projectRoot, ...options });
    offices.push(started);
    return started;
  }

  async function set(setting: string, value: unknown): Promise<void> {
    changed.add(setting);
    await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
  }

  const report = async (): Promise<string> =>
    String(await vscode.commands.executeCommand('sigmic.checkConnection'));

  /** Whether the service answers: by the files of a task that nobody has asked for yet, so that none are kept. */
  async function reaches(): Promise<boolean> {
    const taskId = await createTask('What is 20 + 2?');
    await untilStatus(taskId, 'completed');
    const uri = vscode.Uri.from({ scheme: 'sigmic-artifact', path: `/${taskId}` });
    return vscode.workspace.fs.readDirectory(uri).then(
      () => true,
      () => false,
    );
  }

  before(async () => {
    await emulator.reset();
    await set('http.proxy', (await office()).proxy);
    await set('sigmic.apiUrl', officeApi);
    assert.equal(await vscode.commands.executeCommand('sigmic.signIn', key), true);
  });
  afterEach(async () => {
    for (const setting of changed) if (setting !== 'sigmic.apiUrl') await set(setting, undefined);
    await emulator.reset();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('sigmic.signOut');
    await set('sigmic.apiUrl', undefined);
    for (const started of offices) await started.close();
  });

  it('is left by http.proxy, with user and password', async () => {
    const { proxy, asked } = await office({ login: decodeURIComponent(login) });
    await set('http.proxy', proxy.replace(decodeURIComponent(login), login));
    assert.equal(await reaches(), true);
    assert.ok(asked.length > 0 && asked.every((target) => target === 'api.sigmic.test:443'));
    const id = await vscode.commands.executeCommand('sigmic.newTask', { message: 'Hello', submit: true });
    assert.ok(typeof id === 'string');
    await untilStatus(id, 'completed');
    const told = await report();
    assert.match(told, /✓ Proxy +http:\/\/127\.0\.0\.1:\d+, with a user and password \(http\.proxy\)\./);
    assert.match(told, /✓ Certificate +Trusted: issued by “Test CA”/);
    assert.match(told, /^Sigmic can be reached\./);
    assert.ok(!told.includes('p@ss') && !told.includes('p%40ss'));
  });

  it('is shown by the latest of two checks alone, whichever is done first', async () => {
    const nowhere = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(nowhere, 'listening');
    try {
      // A proxy that says nothing: this check would be the last to end, and tell of a proxy that is not set any more.
      await set('http.proxy', `http://127.0.0.1:${(nowhere.address() as AddressInfo).port}`);
      const before = vscode.commands.executeCommand('sigmic.checkConnection');
      await once(nowhere, 'connection');
      await set('http.proxy', (await office()).proxy);
      assert.match(await report(), /^Sigmic can be reached\./);
      assert.equal(await before, undefined);
      const shown = vscode.window.activeTextEditor?.document;
      assert.match(shown?.getText() ?? '', /^Sigmic can be reached\./);
    } finally {
      nowhere.close();
    }
  });

  it('is not left by a proxy for the hosts of http.noProxy', async () => {
    const { proxy, asked } = await office();
    await set('http.proxy', proxy);
    await set('http.noProxy', ['*.sigmic.test']);
    assert.equal(await reaches(), false);
    assert.match(await report(), /✓ Proxy +None: http\.noProxy has “\*\.sigmic\.test”\./);
    assert.deepEqual(asked, []);
  });

  it('is not left by any proxy when http.proxySupport is off', async () => {
    const { proxy, asked } = await office();
    await set('http.proxy', proxy);
    await set('http.proxySupport', 'off');
    assert.equal(await reaches(), false);
    const told = await report();
    assert.match(told, /✓ Proxy +None: http\.proxySupport is off\./);
    assert.match(told, /Setting: http\.proxySupport/);
    assert.deepEqual(asked, []);
  });

  it('may change in the middle of a stream, which goes on', async () => {
    const [first, second] = [await office(), await office()];
    await set('http.proxy', first.proxy);
    await emulator.script('two parts', [
      { event: 'content', data: { text: 'The first part, ', isPartial: true } },
      { gate: 'second-part' },
      { event: 'content', data: { text: 'and the second.', isPartial: true } },
    ]);
    const message = 'Tell me two parts';
    const id = String(await vscode.commands.executeCommand('sigmic.newTask', { message, submit: true }));
    const streams = async (): Promise<number> =>
      (await emulator.requests('GET', new RegExp(`${id}/stream`))).length;
    await until(async () => (await streams()) === 1);
    await set('http.proxy', second.proxy);
    await until(async () => (await streams()) > 1);
    assert.ok(second.asked.length > 0);
    const before = first.asked.length;
    await emulator.openGate('second-part');
    await untilStatus(id, 'completed');
    const exported = await until(async () => {
      await vscode.commands.executeCommand('sigmic.exportTranscript', id);
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      return text.includes('second') ? text : undefined;
    });
    assert.equal(exported.split('The first part, and the second.').length, 2);
    assert.equal(first.asked.length, before);
  });

  it('is left by what VS Code alone knows, as a PAC file names it', async () => {
    // The runner's proxy: VS Code read the variable at its start, and nobody can see it any more.
    assert.equal(process.env.HTTPS_PROXY, undefined);
    // With the system's store VS Code's fetch forgets NODE_EXTRA_CA_CERTS, and the test's authority is in no store.
    await set('http.systemCertificates', false);
    assert.equal(await reaches(), true);
    const told = await report();
    assert.match(told, /^Sigmic can be reached\./);
    assert.match(told, /✓ Proxy +None: neither http\.proxy nor the environment names one\./);
    assert.match(told, /– Name +Not directly: .* VS Code’s own way leads there/);
    assert.match(told, /✓ Stream/);
    const form = new Uint8Array(300_000).fill(97);
    const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail(), 'big.txt');
    await vscode.workspace.fs.writeFile(file, form);
    const task = { message: 'Look at this file', files: [file], submit: true };
    const id = String(await vscode.commands.executeCommand('sigmic.newTask', task));
    await untilStatus(id, 'completed');
    const [sent] = (await emulator.requests('POST', /\/tasks$/)).slice(-1);
    assert.equal(sent?.headers.host, 'api.sigmic.test');
    assert.equal(sent.files?.[0]?.size, form.length);
  });
});
