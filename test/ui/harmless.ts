import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';

/** Words that would be an icon, a command, an element or another order, wherever they are taken for more than words. */
export const hostileWords =
  '$(flame) [x](command:workbench.action.quit) \u202E<img src=x onerror=window.hacked=1>';

/** What they look like where they are only words, on one line of a label. */
const shownWords = /\$ ?\(flame\) \[x\] ?\(command:workbench\.action\.quit\) ‹U\+202E›/;

/** Checks the whole editor as it is now, all frames, names, titles and the window's own: the words are there as words, and nothing else is. */
export async function assertHarmless(page: Page, where: string): Promise<void> {
  const seen = await Promise.all(page.frames().map(look));
  const all = seen.flatMap((found) => found ?? []);
  assert.doesNotMatch(await page.title(), /\u202E/, `${where}: the title of the window`);
  for (const found of all) assert.deepEqual(found.wrong, [], where);
  assert.ok(
    all.some(({ text }) => shownWords.test(text)),
    `${where}: the words are not there at all`,
  );
}

interface Found {
  readonly text: string;
  /** Elements that the words have become, and texts in which something hides. */
  readonly wrong: readonly string[];
}

/** Undefined for a frame that goes away meanwhile. */
async function look(frame: Frame): Promise<Found | undefined> {
  return frame
    .evaluate(() => {
      const made =
        '.codicon-flame, img[src="x"], img[onerror], a[href*="workbench.action.quit"], [data-href*="workbench.action.quit"]';
      const wrong = Array.from(document.querySelectorAll(made), ({ outerHTML }) => outerHTML.slice(0, 200));
      if (Reflect.get(window, 'hacked') !== undefined) wrong.push('It ran.');
      const text = document.body.innerText;
      const names = Array.from(
        document.querySelectorAll('[aria-label], [title], [aria-description], [placeholder]'),
        (element) =>
          ['aria-label', 'title', 'aria-description', 'placeholder'].map(
            (name) => element.getAttribute(name) ?? '',
          ),
      ).flat();
      for (const words of [text, ...names]) {
        const at = words.indexOf('\u202E');
        if (at >= 0) wrong.push(`hidden in: ${words.slice(Math.max(0, at - 60), at + 40)}`);
      }
      return { text: [text, ...names].join('\n'), wrong };
    })
    .catch(() => undefined);
}
