import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import * as v from 'valibot';
import { ToHostSchema, type ToHost, type ToView } from '../../src/core/protocol';
import { chatHtml } from '../../src/host/chat/html';
import { projectRoot } from '../rig/paths';

const origin = 'https://chat.bench';
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

/** The chat's real page in a browser, in a frame as in VS Code, with this process as its host. */
export interface ViewPage {
  readonly page: Page;
  readonly frame: Frame;
  /** Milliseconds from here, with the message as text on the way, until the view has painted what `ready` finds. */
  paint(message: ToView, ready: string): Promise<number>;
  post(message: ToView): Promise<void>;
  close(): Promise<void>;
}

/** Opens the view from `dist`, which must have been built; `answer` is what the host does about its messages. */
export async function openViewPage(
  browser: Browser,
  answer: (message: ToHost) => ToView | undefined,
): Promise<ViewPage> {
  const context = await browser.newContext({ viewport: { width: 900, height: 800 } });
  const page = await context.newPage();
  await page.route(`${origin}/**`, async (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    if (name === 'outside') return route.fulfill({ contentType: 'text/html', body: outside });
    if (name === 'chat') return route.fulfill({ contentType: 'text/html', body: inside() });
    const body = await readFile(join(projectRoot, 'dist', 'webview', name));
    return route.fulfill({ contentType: types[extname(name)] ?? 'text/plain', body });
  });
  let heard = (): void => undefined;
  const ready = new Promise<void>((resolve) => (heard = resolve));
  const post = (message: ToView): Promise<void> =>
    page.evaluate((text) => window.tellView(text), JSON.stringify(message));
  await page.exposeFunction('toHost', async (raw: unknown) => {
    const message = v.parse(ToHostSchema, raw);
    if (message.type === 'ready') heard();
    const reply = answer(message);
    if (reply !== undefined) await post(reply);
  });
  await page.goto(`${origin}/outside`);
  await ready;
  const frame = page.frame({ url: `${origin}/chat` });
  if (frame === null) throw new Error('The view has no frame.');
  return {
    page,
    frame,
    post,
    async paint(message, selector) {
      const start = performance.now();
      const text = JSON.stringify(message);
      await page.evaluate(([told, found]) => window.paintView(told, found), [text, selector] as const);
      return performance.now() - start;
    },
    close: () => context.close(),
  };
}

const outside = `<!DOCTYPE html><style>html,body,iframe{margin:0;border:0;width:100%;height:100vh;display:block}</style>
<iframe src="/chat"></iframe>
<script>
  const view = document.querySelector('iframe').contentWindow;
  window.tellView = (text) => view.postMessage(JSON.parse(text), '*');
  window.paintView = (text, selector) => new Promise((resolve) => {
    const look = () => {
      if (view.document.querySelector(selector) === null) view.requestAnimationFrame(look);
      // What is there now is painted when the next frame begins.
      else view.requestAnimationFrame(() => resolve());
    };
    window.tellView(text);
    look();
  });
</script>`;

/** As the host makes it, with VS Code's function and two of its colours. */
function inside(): string {
  const html = chatHtml({
    scriptUri: `${origin}/main.js`,
    styleUri: `${origin}/main.css`,
    cspSource: origin,
    nonce: 'bench',
    title: 'Chat',
  });
  const api = `let state; window.acquireVsCodeApi = () => ({
    postMessage: (message) => parent.toHost(message), getState: () => state, setState: (next) => { state = next; } });
    document.documentElement.style.cssText = '--vscode-editor-background:#1f1f1f;--vscode-foreground:#ccc';`;
  return html.replace('<body>', `<body><script nonce="bench">${api}</script>`);
}

declare global {
  interface Window {
    tellView(text: string): void;
    paintView(text: string, selector: string): Promise<void>;
  }
}
