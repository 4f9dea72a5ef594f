import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startEmulator, type Emulator, type EmulatorOptions } from '../emulator';
import { launchBrowser } from './browser';
import { startEditor, type RunningEditor, type Settings } from './editor';
import type { EditorVersion } from './install-editor';
import { openWorkbench, screenshot } from './page';
import { prepareExtension } from './packaging';
import { sampleWorkspace } from './paths';
import type { Workbench } from './workbench';

export interface SessionOptions {
  version?: EditorVersion;
  /** The emulator's; its pace is 0 unless given. */
  emulator?: EmulatorOptions;
  /** False: the editor knows the emulator's URL but no key, as a newcomer's. Default true. */
  signedIn?: boolean;
  settings?: Settings;
  /** Default: the folder is trusted; see EditorOptions. */
  restricted?: boolean;
  /** Folders of other extensions that are installed as well. */
  beside?: readonly string[];
  /** Adds to the folder before it is opened; answers what to open in its place, if anything. */
  prepare?: (workspace: string) => Promise<string | undefined>;
  width?: number;
  height?: number;
}

/** A person at a VS Code of their own, with the packaged extension, an emulator and a copy of the sample workspace. */
export interface Session {
  readonly workbench: Workbench;
  readonly editor: RunningEditor;
  readonly emulator: Emulator;
  readonly browser: Browser;
  /** Absolute path of the opened folder. */
  readonly workspace: string;
  stop(): Promise<void>;
}

/** Starts all of it; what was started is stopped again when a later part fails. */
export async function startSession(options: SessionOptions = {}): Promise<Session> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const extension = { packaged: await prepareExtension() };
    const folder = await mkdtemp(join(tmpdir(), 'sigmic-session-'));
    stops.push(() => rm(folder, { recursive: true, force: true }));
    const workspace = join(folder, 'workspace');
    await cp(sampleWorkspace, workspace, { recursive: true });
    const opened = await options.prepare?.(workspace);
    const emulator = await startEmulator({ pace: 0, ...options.emulator });
    stops.push(() => emulator.close());
    const key = options.signedIn === false ? {} : { SIGMIC_API_KEY: emulator.key };
    const editor = await startEditor({
      workspace: opened ?? workspace,
      extension,
      env: { SIGMIC_API_URL: emulator.url, ...key },
      ...(options.version && { version: options.version }),
      ...(options.beside && { beside: options.beside }),
      ...(options.restricted && { restricted: true }),
      ...(options.settings && { settings: options.settings }),
    });
    stops.push(() => editor.stop());
    const browser = await launchBrowser();
    stops.push(() => browser.close());
    const workbench = await openWorkbench(browser, editor, options);
    return { workbench, editor, emulator, browser, workspace, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** For `afterEach(keepPictureOfFailure(() => session))`: what the person saw when a test failed, named after the test. */
export function keepPictureOfFailure(
  session: () => Session | undefined,
): (this: Mocha.Context) => Promise<void> {
  return async function () {
    const running = session();
    if (this.currentTest?.state !== 'failed' || running === undefined) return;
    const name = this.currentTest.fullTitle().replace(/[^\w-]+/g, '-');
    const path = await screenshot(running.workbench.page, `failed-${name}`);
    console.log(`    Picture: ${path}`);
  };
}
