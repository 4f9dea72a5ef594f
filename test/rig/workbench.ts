import { setTimeout as delay } from 'node:timers/promises';
import { basename } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** A person at VS Code: what they see and do, in the words of the editor. Every wait is for a condition. */
export class Workbench {
  /** Uncaught exceptions of the page and its frames, and refusals by a content security policy. */
  readonly problems: string[] = [];

  constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.problems.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.problems.push(message.text());
    });
  }

  /** Resolves when the workbench is drawn and its extension host has started. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page
      .locator('.explorer-folders-view .monaco-list-row, .monaco-workbench .pane-body')
      .first()
      .waitFor();
  }

  /**
   * Reloads the window, as after a restart; the editor brings its panels back. In a browser VS Code saves its state every
   * few seconds only, so this first waits until the saved open editors hold `saved`, e.g. the id of
   * a task; its first message alone may still be the draft.
   */
  async reload(saved: string): Promise<void> {
    const deadline = Date.now() + 30_000;
    // Not waitForFunction, which takes the promise of an async function for a yes.
    while (!(await this.page.evaluate(isInSavedEditors, saved))) {
      if (Date.now() > deadline) throw new Error(`VS Code has not saved an open editor with "${saved}".`);
      await delay(250);
    }
    await this.page.reload();
    await this.ready();
  }

  /** Runs a command from the palette by its full title, e.g. "Sigmic: New Task". */
  async runCommand(title: string): Promise<void> {
    const row = this.quickPickRow(title);
    const deadline = Date.now() + 60_000;
    for (;;) {
      await this.page.keyboard.press('F1');
      // A command of an extension that is not up yet is missing from a palette opened too early, and a palette closes when the
      // focus goes back late to where it was: open it again.
      const ran = await this.quickInput
        .fill(`>${title}`, { timeout: 4000 })
        .then(() => row.waitFor({ timeout: 1500 }))
        .then(() => row.click({ timeout: 5000 }))
        .then(
          () => true,
          () => false,
        );
      if (ran) return;
      await this.page.keyboard.press('Escape');
      if (Date.now() > deadline) throw new Error(`The command palette has no "${title}".`);
    }
  }

  /** The textbox of an open quick input: palette, input box, quick pick or simple file dialog. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  /** Types into the open quick input and confirms it. */
  async answer(text: string): Promise<void> {
    await this.quickInput.waitFor();
    await this.quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The same for the quick input of this title: of several in a row, the one before may still be there. */
  async answerTitled(title: string, text: string): Promise<void> {
    await this.page
      .locator('.quick-input-widget:visible .quick-input-title')
      .getByText(title, { exact: true })
      .waitFor();
    await this.answer(text);
  }

  /** Chooses the row of the open quick pick whose label is `label`. */
  async pick(label: string): Promise<void> {
    await this.quickPickRow(label).click();
  }

  /** Rows are named "label, description"; the label must be whole. */
  quickPickRow(label: string): Locator {
    const name = label.replace(/["\\]/g, '\\$&');
    const rows = this.page.locator('.quick-input-widget:visible .monaco-list-row');
    return rows.and(this.page.locator(`[aria-label="${name}"], [aria-label^="${name},"]`)).first();
  }

  /** Types a path into VS Code's simple file dialog and confirms it. */
  async chooseFile(path: string): Promise<void> {
    await expectValue(this.quickInput, /\/$/);
    const row = this.quickPickRow(basename(path));
    const deadline = Date.now() + 30_000;
    for (;;) {
      await this.quickInput.fill(path);
      // The dialog may still fill its box with the folder it starts in, and overwrite what was typed before that.
      const found = await row.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
      if (found && (await this.quickInput.inputValue()) === path) break;
      if (Date.now() > deadline) throw new Error(`The file dialog does not show ${path}.`);
    }
    // The button bears the words that the extension gave it.
    await this.page
      .locator('.quick-input-widget:visible .quick-input-action .monaco-button:not(.secondary):visible')
      .click();
  }

  /** Types the path of a folder into VS Code's simple dialog for folders and confirms it. */
  async chooseFolder(path: string): Promise<void> {
    await this.confirmPath(`${path}/`, /\/$/);
  }

  /** Types the path of a file that is to be written into VS Code's simple dialog and confirms it. */
  async saveAs(path: string): Promise<void> {
    await this.confirmPath(path, /\/[^/]+$/);
  }

  /** `offered`: what the dialog fills its box with. */
  private async confirmPath(wanted: string, offered: RegExp): Promise<void> {
    await expectValue(this.quickInput, offered);
    const deadline = Date.now() + 30_000;
    const confirm = this.page.locator(
      '.quick-input-widget:visible .quick-input-action .monaco-button:not(.secondary):visible',
    );
    for (;;) {
      await this.quickInput.fill(wanted);
      // It may still overwrite what was typed with the folder it starts in: what it holds a moment later counts.
      await delay(300);
      if ((await this.quickInput.inputValue()) === wanted) break;
      if (Date.now() > deadline) throw new Error(`The dialog does not keep ${wanted}.`);
    }
    await confirm.click();
  }

  /** A notification toast that holds this text. Only without the smoke-test driver: editor.ts. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  /** The browser takes every window for the one in use: this one says whether it is. */
  async tellFocus(focused: boolean): Promise<void> {
    await this.page.evaluate((has) => {
      // The chat's frame may have it: only a window that has the focus can lose it.
      if (!has) window.dispatchEvent(new Event('focus'));
      document.hasFocus = () => has;
      window.dispatchEvent(new Event(has ? 'focus' : 'blur'));
    }, focused);
  }

  /** Presses a button of the notification that holds this text. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).getByRole('button', { name: button, exact: true }).click();
  }

  /** A modal dialog that holds this text. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box').filter({ hasText: text });
  }

  /** Shows a view container by the name of its icon in the activity bar. */
  async openView(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: name });
    await tab.waitFor();
    // A click on the view that is shown already would hide it.
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  /** The number on the icon of a view container. */
  badge(name: string): Locator {
    return this.page.locator('.activitybar').getByRole('tab', { name }).locator('.badge-content');
  }

  /** Rows of the visible trees whose accessible name holds this text. */
  treeRow(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  /** Presses an inline action of a tree row. */
  async treeAction(row: Locator, action: string): Promise<void> {
    await row.hover();
    await row.getByRole('button', { name: action }).click();
  }

  /**
   * Drags anything onto a row of a tree. Rows move when a list is read anew: this lets go only while VS Code marks the
   * row as the one it would drop on.
   */
  async dragOntoRow(source: Locator, row: Locator): Promise<void> {
    const { mouse } = this.page;
    await source.hover();
    await mouse.down();
    const marked = row.and(this.page.locator('.drop-target'));
    const deadline = Date.now() + 30_000;
    for (let move = 0; (await marked.count()) === 0; move++) {
      if (Date.now() > deadline) throw new Error('VS Code would not drop on this row.');
      const box = await row.boundingBox();
      if (box === null) continue;
      await mouse.move(box.x + box.width / 2 + (move % 5), box.y + box.height / 2, { steps: 2 });
    }
    await mouse.up();
  }

  /** Chooses from the context menu of anything. */
  async contextMenu(target: Locator, item: string): Promise<void> {
    const entry = this.page.getByRole('menuitem', { name: item });
    const deadline = Date.now() + 30_000;
    for (;;) {
      await target.click({ button: 'right' });
      // An extension that is not up yet has no entries in a menu opened too early: open it again.
      const found = await entry.waitFor({ timeout: 1500 }).then(
        () => true,
        () => false,
      );
      if (found) break;
      if (Date.now() > deadline) throw new Error(`The menu has no "${item}".`);
      await this.page.keyboard.press('Escape');
    }
    // A menu ignores clicks for a moment after it opened, but not the keyboard.
    await entry.hover();
    await this.page.keyboard.press('Enter');
  }

  /** The tab of an open editor whose title holds this text. */
  tab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name: title });
  }

  /** The lines that the active text editor shows. */
  get editorText(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-lines');
  }

  /** The content of the webview that is shown; a webview is two frames deep. Hidden ones do not count. */
  get webview(): FrameLocator {
    return this.page
      .locator('iframe.webview.ready:visible')
      .contentFrame()
      .locator('#active-frame')
      .contentFrame();
  }
}

async function expectValue(input: Locator, value: RegExp): Promise<void> {
  await input.waitFor();
  const handle = await input.elementHandle();
  await input
    .page()
    .waitForFunction(
      ([element, source]) => element instanceof HTMLInputElement && new RegExp(source).test(element.value),
      [handle, value.source] as const,
    );
}

/** Runs in the page: looks whether the open editors, as VS Code last saved them, hold this text. */
async function isInSavedEditors(text: string): Promise<boolean> {
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const opened = await settled(indexedDB.open(name));
    try {
      for (const store of Array.from(opened.objectStoreNames)) {
        const value: unknown = await settled(
          opened.transaction(store).objectStore(store).get('memento/workbench.parts.editor'),
        );
        if (typeof value === 'string' && value.includes(text)) return true;
      }
    } finally {
      opened.close();
    }
  }
  return false;

  function settled<T>(request: IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('The database did not answer.'));
    });
  }
}
