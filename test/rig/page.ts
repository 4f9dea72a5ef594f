import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RunningEditor } from './editor';
import { screenshots } from './paths';
import { Workbench } from './workbench';

export interface PageOptions {
  width?: number;
  height?: number;
  /** A context to share: pages of one context are windows of one person (same user settings and secrets). */
  context?: BrowserContext;
}

/** Opens the editor's workbench in a window of fixed size and waits until its extension host runs. */
export async function openWorkbench(
  browser: Browser,
  editor: RunningEditor,
  options: PageOptions = {},
): Promise<Workbench> {
  const viewport = { width: options.width ?? 1280, height: options.height ?? 800 };
  const context = options.context ?? (await browser.newContext({ viewport }));
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: editor.origin });
  const page = await context.newPage();
  await page.setViewportSize(viewport);
  const workbench = new Workbench(page);
  await page.goto(editor.url);
  await workbench.ready();
  return workbench;
}

export type Theme = 'dark' | 'light' | 'high contrast' | 'high contrast light';

const themes: Record<Theme, { id: string; mark: string }> = {
  dark: { id: 'Default Dark Modern', mark: '.vs-dark' },
  light: { id: 'Default Light Modern', mark: '.vs' },
  'high contrast': { id: 'Default High Contrast', mark: '.hc-black' },
  'high contrast light': { id: 'Default High Contrast Light', mark: '.hc-light' },
};

/** Changes the colour theme and waits until the workbench wears it. */
export async function setTheme(editor: RunningEditor, workbench: Workbench, theme: Theme): Promise<void> {
  await editor.setSettings({ 'workbench.colorTheme': themes[theme].id });
  await workbench.page.locator(`.monaco-workbench${themes[theme].mark}`).waitFor();
}

/** Saves what the person sees as `out/screenshots/<name>.png` and answers the file's path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  await mkdir(screenshots, { recursive: true });
  const path = join(screenshots, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  return path;
}
