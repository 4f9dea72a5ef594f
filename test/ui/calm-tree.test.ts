import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { screenshot } from '../rig/page';
import { until } from './until';
import { useSession } from './use-session';

/** What the page itself wrote down of the rows of the tree since they were marked. */
interface Watched {
  /** Rows whose element shows another name now, or nothing. */
  readonly moved: readonly string[];
  readonly removed: readonly string[];
  /** Changes of what is unfolded and selected. */
  readonly changes: readonly string[];
}

describe('the tree of many tasks', () => {
  // Tall enough for all rows at once: rows out of sight have no elements.
  const session = useSession({ height: 1000 });
  const { elsewhere } = session;
  let oldest: string;

  const row = (name: string | RegExp): Locator => session.workbench.treeRow(name);
  const expanded = (isSo: boolean): Locator => session.workbench.page.locator(`[aria-expanded="${isSo}"]`);
  const selected = (): Locator => session.workbench.page.locator('[aria-selected="true"]');

  before(async () => {
    const { emulator, workbench } = session;
    emulator.script(/long job/, [
      ...Array.from({ length: 20 }, (_, n) => ({ event: 'content', data: { text: `Line ${n}. ` } })),
      { gate: 'end' },
    ]);
    oldest = await elsewhere.finish('What is 0 + 1?');
    for (let n = 1; n < 28; n += 1) await elsewhere.finish(`What is ${n} + 1?`);
    await elsewhere.finish('Make files\n\nRun `echo 1 > a.txt && echo 2 > b.txt`');
    await elsewhere.untilStatus(await elsewhere.start('A long job'), 'running');
    await workbench.openView('Sigmic');
    await row(/^What is 0 \+ 1/).waitFor();
    await row(/^A long job, Running/).waitFor();
    await row(/^Make files/)
      .locator('.monaco-tl-twistie')
      .click();
    await row(/^a\.txt/).click();
    await workbench.editorText.filter({ hasText: '1' }).waitFor();
    await row(/^a\.txt, 2 B$/)
      .and(selected())
      .waitFor();
  });

  const lists = (): number =>
    session.emulator.requests.filter(
      ({ method, path, status }) => method === 'GET' && status !== undefined && /\/tasks(\?|$)/.test(path),
    ).length;

  async function refresh(): Promise<void> {
    const { page } = session.workbench;
    const before = lists();
    await page.getByRole('button', { name: 'Refresh Tasks' }).click();
    await until(() => lists() > before);
  }

  it('keeps every row, what is selected and what is unfolded over many refreshes', async () => {
    const { workbench } = session;
    const watch = await workbench.page.evaluateHandle(watchRows);
    for (let n = 0; n < 12; n += 1) await refresh();
    // What the last of them brought is drawn when the job has ended.
    session.emulator.openGate('end');
    await row(/^A long job, Completed/).waitFor();
    const { moved, removed, changes }: Watched = await watch.evaluate((rows) => rows.found());
    assert.deepEqual({ moved, removed, changes }, { moved: [], removed: [], changes: [] });
    await row(/^a\.txt/)
      .and(selected())
      .waitFor();
    await screenshot(workbench.page, 'tree-calm-dark');
  });

  it('keeps what is selected and what is unfolded when a task moves to the top', async () => {
    await elsewhere.send(oldest, 'What is 500 + 5?');
    await elsewhere.untilStatus(oldest, 'completed');
    await refresh();
    const top = session.workbench.page.locator('.pane-body [role=treeitem][data-index="0"]');
    await top.and(row(/^What is 0 \+ 1/)).waitFor();
    await row(/^Make files/)
      .and(expanded(true))
      .waitFor();
    await row(/^a\.txt/)
      .and(selected())
      .waitFor();
    assert.equal(await row(/^b\.txt/).count(), 1);
    assert.deepEqual(session.workbench.problems, []);
  });
});

/** Runs in the page: marks the rows that are there, and answers what looks at what became of them. */
function watchRows(): { readonly found: () => Watched } {
  const list = Array.from(document.querySelectorAll('.pane-body .monaco-list-rows')).find((found) =>
    found.checkVisibility(),
  );
  if (list === undefined) throw new Error('There is no tree.');
  const removed: string[] = [];
  const changes: string[] = [];
  // Methods: a function with a name of its own does not get into the page.
  const page = {
    nameOf(element: Element): string {
      return (element.getAttribute('aria-label') ?? '').replace(/,.*/, '');
    },
    take(records: readonly MutationRecord[]): void {
      for (const { removedNodes, target, attributeName, oldValue } of records) {
        for (const node of Array.from(removedNodes))
          if (node instanceof Element && node.matches('.monaco-list-row')) removed.push(page.nameOf(node));
        if (attributeName === null || !(target instanceof Element)) continue;
        const now = target.getAttribute(attributeName);
        if (now !== oldValue) changes.push(`${page.nameOf(target)}: ${attributeName} is ${now ?? 'gone'}`);
      }
    },
  };
  const marked = Array.from(list.querySelectorAll('.monaco-list-row'), (element) => ({
    element,
    name: page.nameOf(element),
  }));
  const observer = new MutationObserver((records) => page.take(records));
  observer.observe(list, {
    ...{ subtree: true, childList: true, attributes: true, attributeOldValue: true },
    attributeFilter: ['aria-expanded', 'aria-selected'],
  });
  return {
    found() {
      page.take(observer.takeRecords());
      const moved = marked.filter(
        ({ element, name }) => !element.isConnected || page.nameOf(element) !== name,
      );
      return { moved: moved.map(({ name }) => name), removed, changes };
    },
  };
}
