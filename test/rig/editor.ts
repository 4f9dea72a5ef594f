import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { spawnTree } from './child';
import { installEditor, type EditorVersion } from './install-editor';
import { readManifest } from './paths';

/** How the extension gets in: as a user has it (unpacked VSIX folder), or from its sources for extension tests. */
export type ExtensionSource = { packaged: string } | { development: string };

export interface EditorOptions {
  version?: EditorVersion;
  /** Absolute path of the folder, or of the `.code-workspace` file, to open. */
  workspace: string;
  extension: ExtensionSource;
  /** Folders of other extensions that are installed as well. */
  beside?: readonly string[];
  /** Added to the environment of the server and so of the extension host; SIGMIC_* of the caller is not passed on. */
  env?: Record<string, string>;
  /** Machine settings. Settings of `application` scope have no effect here: VS Code takes them from the user's only. */
  settings?: Settings;
  /** True: the person has not said that they trust the folder, which is then in restricted mode. Default: it is trusted. */
  restricted?: boolean;
  /** Default 0: any free port. */
  port?: number;
}

export type Settings = Record<string, unknown>;

export interface RunningEditor {
  /** The address of the workbench with the workspace opened. */
  readonly url: string;
  readonly origin: string;
  readonly vscode: string;
  /** The server's data folder: logs, settings, global and workspace state; gone after `stop`. */
  readonly userDataDir: string;
  /** Changes machine settings while the editor runs; it follows within a moment. */
  setSettings(settings: Settings): Promise<void>;
  /** What the server has written so far. */
  logs(): Promise<string>;
  /** Ends every process of this editor and deletes its data. */
  stop(): Promise<void>;
  /** Resolves with the exit code when the server ends by itself. */
  readonly ended: Promise<number | null>;
}

/** Nothing that moves, asks or calls home by itself, so that a picture shows the extension and nothing else. */
const quietSettings: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'git.openRepositoryInParentFolders': 'never',
  'workbench.colorTheme': 'Default Dark Modern',
  'window.autoDetectColorScheme': false,
  // It looks through all processes of the machine every two seconds, and puts a notice over the buttons where there are many ports.
  'remote.autoForwardPorts': false,
};

/** Starts VS Code's own server with a data folder of its own and waits until it answers. */
export async function startEditor(options: EditorOptions): Promise<RunningEditor> {
  const installed = await installEditor(options.version ?? 'latest');
  const userDataDir = await mkdtemp(join(tmpdir(), 'sigmic-editor-'));
  const removeAtExit = (): void => rmSync(userDataDir, { recursive: true, force: true });
  process.on('exit', removeAtExit);
  // Without a token any web page that the person has open could reach the extension host.
  const token = randomUUID();
  const logFile = join(userDataDir, 'server.log');
  const settingsFile = join(userDataDir, 'data', 'Machine', 'settings.json');
  let settings = { ...quietSettings, ...options.settings };
  await mkdir(join(userDataDir, 'data', 'Machine'), { recursive: true });
  await mkdir(join(userDataDir, 'tmp'));
  await writeFile(settingsFile, JSON.stringify(settings, undefined, 2));
  if ('packaged' in options.extension) {
    const { publisher, name, version } = readManifest();
    const folder = join(userDataDir, 'extensions', `${publisher}.${name}-${version}`);
    await cp(options.extension.packaged, folder, { recursive: true });
  }
  for (const other of options.beside ?? [])
    await cp(other, join(userDataDir, 'extensions', basename(other)), { recursive: true });

  const tree = spawnTree(installed.node, serverArguments(installed.server, userDataDir, token, options), {
    env: serverEnvironment(join(userDataDir, 'tmp'), options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  tree.process.stdout?.pipe(log, { end: false });
  tree.process.stderr?.pipe(log, { end: false });
  const ended = new Promise<number | null>((resolve) => tree.process.once('exit', resolve));
  const logs = (): Promise<string> => readFile(logFile, 'utf8').catch(() => '');
  const stop = async (): Promise<void> => {
    await tree.stop();
    log.destroy();
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    process.off('exit', removeAtExit);
  };

  const port = await boundPort(tree.process.stdout, ended).catch(async (error: unknown) => {
    const output = await logs();
    await stop();
    throw new Error(`VS Code ${installed.vscode} did not start.\n${output}`, { cause: error });
  });
  const origin = `http://127.0.0.1:${port}`;
  const opened = options.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return {
    url: `${origin}/?tkn=${token}&${opened}=${encodeURIComponent(options.workspace)}`,
    origin,
    vscode: installed.vscode,
    userDataDir,
    ended,
    logs,
    stop,
    async setSettings(changed) {
      settings = { ...settings, ...changed };
      await writeFile(settingsFile, JSON.stringify(settings, undefined, 2));
    },
  };
}

function serverArguments(
  server: string,
  userDataDir: string,
  token: string,
  options: EditorOptions,
): string[] {
  const args = [
    server,
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--connection-token', token],
    ...['--accept-server-license-terms', '--server-data-dir', userDataDir],
    ...['--disable-telemetry', '--telemetry-level', 'off'],
  ];
  if (options.restricted !== true) args.push('--disable-workspace-trust');
  // The newest editor takes a development path only with this flag, which also hides toasts and skips dialogs.
  if ('development' in options.extension) args.push('--enable-smoke-test-driver');
  return args;
}

/** The server leaves sockets in the temporary folder: it gets one of its own, which goes with it. */
function serverEnvironment(temporary: string, extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(SIGMIC_|VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/.test(name),
  );
  return { ...Object.fromEntries(inherited), TMPDIR: temporary, XDG_RUNTIME_DIR: temporary, ...extra };
}

/** The server says which port it took. */
async function boundPort(
  stdout: NodeJS.ReadableStream | null,
  ended: Promise<number | null>,
): Promise<number> {
  let output = '';
  const listening = new Promise<number>((resolve) => {
    stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
  const failed = ended.then((code) => {
    throw new Error(`The server ended with code ${code ?? 'unknown'} before it listened.`);
  });
  return Promise.race([listening, failed]);
}
