import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser';
import { exitOnSignals } from './child';
import { startEditor } from './editor';
import { out } from './paths';
import { testOutput } from './test-output';

/** An extension host that says nothing for this long is stuck, in milliseconds. */
const silenceLimit = 120_000;

/**
 * Runs an extension test entry point inside the packaged VS Code, as a desktop VS Code would with the same arguments:
 * `--extensionDevelopmentPath=... --extensionTestsPath=... WORKSPACE`. Answers the exit code.
 * SIGMIC_RIG_EDITOR chooses the version.
 */
export async function launch(argv: readonly string[]): Promise<number> {
  exitOnSignals();
  const { developmentPath, testsPath, workspace } = readArguments(argv);
  const version = process.env['SIGMIC_RIG_EDITOR'] === 'oldest' ? 'oldest' : 'latest';
  const [browser, editor] = await Promise.all([
    launchBrowser(),
    startEditor({ version, workspace, extension: { development: developmentPath }, env: variables() }),
  ]);
  await mkdir(out, { recursive: true });
  const noiseFile = join(out, `editor-${version}.log`);
  const noise = createWriteStream(noiseFile);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const exit = new Promise<number>((done, fail) => {
      let watchdog: NodeJS.Timeout | undefined;
      const heard = (): void => {
        clearTimeout(watchdog);
        watchdog = setTimeout(
          () => fail(new Error('The extension host has been silent for too long.')),
          silenceLimit,
        );
      };
      heard();
      void page.exposeFunction('codeAutomationLog', (type: unknown, args: unknown) => {
        heard();
        const text = consoleText(args);
        if (text.startsWith(testOutput)) console.log(text.slice(testOutput.length));
        else noise.write(`${String(type)}: ${text}\n`);
      });
      void page.exposeFunction('codeAutomationExit', (code: unknown) => {
        clearTimeout(watchdog);
        done(typeof code === 'number' ? code : 1);
      });
      void editor.ended.then((code) => fail(new Error(`The editor ended with code ${code ?? 'unknown'}.`)));
    });
    const remote = (path: string): string => `vscode-remote://${new URL(editor.origin).host}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(developmentPath)],
      ['extensionTestsPath', remote(testsPath)],
      ['skipWelcome', 'true'],
    ];
    await page.goto(`${editor.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    const code = await exit;
    if (code !== 0) console.error(`What the extension host wrote to its console is in ${noiseFile}.`);
    return code;
  } catch (error) {
    console.error(error, `\nThe editor's log:\n${await editor.logs()}`);
    return 1;
  } finally {
    noise.end();
    await browser.close();
    await editor.stop();
  }
}

function readArguments(argv: readonly string[]): {
  developmentPath: string;
  testsPath: string;
  workspace: string;
} {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
    // A desktop VS Code is given more flags; they mean nothing here.
    strict: false,
    allowPositionals: true,
  });
  const { extensionDevelopmentPath: developmentPath, extensionTestsPath: testsPath } = values;
  const workspace = positionals[0];
  if (typeof developmentPath !== 'string' || typeof testsPath !== 'string' || workspace === undefined) {
    throw new Error(
      'Usage: vscode-launcher.mjs --extensionDevelopmentPath=DIR --extensionTestsPath=FILE WORKSPACE',
    );
  }
  return {
    developmentPath: resolve(developmentPath),
    testsPath: resolve(testsPath),
    workspace: resolve(workspace),
  };
}

/**
 * What the extension host finds in its environment. A proxy by variable stands for one that VS Code learns from the system: it
 * reads the variable once, and the tests' entry point takes it away before anything else could.
 */
function variables(): Record<string, string> {
  const { NODE_EXTRA_CA_CERTS: authority, SIGMIC_RIG_SYSTEM_PROXY: proxy } = process.env;
  const sigmic = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[0].startsWith('SIGMIC_') && entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(sigmic),
    ...(authority !== undefined && { NODE_EXTRA_CA_CERTS: authority }),
    ...(proxy !== undefined && { HTTPS_PROXY: proxy }),
  };
}

/** What the extension host gave to its console: a list, as JSON text or already parsed. */
function consoleText(args: unknown): string {
  const list: unknown = typeof args === 'string' ? parseOr(args) : args;
  return (Array.isArray(list) ? list : [list])
    .map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
    .join(' ');
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
