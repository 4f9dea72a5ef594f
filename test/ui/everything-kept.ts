import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../rig/session';
import { browserStores } from './browser-stores';

/** A place where something may have been left, and what was found there. */
export interface Kept {
  readonly place: string;
  readonly content: string;
}

/** Gathers all that passes between the parts of the editor from now on, and in the end all that is left anywhere. */
export class EverythingKept {
  private readonly kept: Kept[] = [];

  constructor(private readonly session: Session) {}

  private get page() {
    return this.session.workbench.page;
  }

  /** To be called before any webview is opened. */
  async watch(): Promise<void> {
    this.page.on('request', (request) => this.keep('address', request.url()));
    this.page.on('console', (message) => this.keep('console', message.text()));
    await this.page.exposeFunction('keepMessage', (text: unknown) => this.keep('message', String(text)));
    // In the editor itself, and in every frame that comes from now on.
    await this.page.evaluate(tapPorts);
    await this.page.addInitScript(tapPorts);
  }

  /** What is on the screen now, in all frames, attributes and all. */
  async look(): Promise<void> {
    for (const frame of this.page.frames()) this.keep('screen', await frame.content().catch(() => ''));
    this.keep('arguments', await commandLines());
  }

  /** All of it, with the files and the stores of the browser as they are now. */
  async all(): Promise<readonly Kept[]> {
    await this.look();
    const { editor, emulator, workspace } = this.session;
    await this.readFiles(editor.userDataDir);
    await this.readFiles(workspace);
    this.keep('requests', JSON.stringify(emulator.requests));
    this.keep('clipboard', await this.page.evaluate(() => navigator.clipboard.readText()));
    this.keep('browser', await this.page.evaluate(browserStores));
    return this.kept;
  }

  private keep(place: string, content: string): void {
    this.kept.push({ place, content });
  }

  private async readFiles(folder: string): Promise<void> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      // One that is gone since keeps nothing.
      this.keep(path, await readFile(path, 'latin1').catch(() => ''));
    }
  }
}

/** Of all processes of this machine. */
async function commandLines(): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(lines)).join('\n');
}

/** Runs in a frame: whatever passes between the editor and its webviews, either way, goes through a port. */
function tapPorts(): void {
  const send: unknown = Reflect.get(MessagePort.prototype, 'postMessage');
  if (typeof send !== 'function') return;
  const tapped = new Proxy(send, {
    apply(target, port: unknown, args: unknown[]): unknown {
      const keep: unknown = Reflect.get(window, 'keepMessage');
      if (typeof keep === 'function') Reflect.apply(keep, window, [JSON.stringify(args[0])]);
      return Reflect.apply(target, port, args);
    },
  });
  Reflect.set(MessagePort.prototype, 'postMessage', tapped);
}
