import assert from 'node:assert/strict';
import { options, render } from 'preact';
import { act } from 'preact/test-utils';
import type { TaskFile, ToHost } from '../../../src/core/protocol';
import { TaskFiles } from '../../../src/webview/components/task-files';
import { ViewContext } from '../../../src/webview/components/view-context';
import { Folds } from '../../../src/webview/folds';
import { Reasons } from '../../../src/webview/reasons';
import { TextGrowth } from '../../../src/webview/text-growth';
import { useDom } from './dom';

describe('the files of a task in its chat', () => {
  useDom();

  function open(files: readonly TaskFile[]) {
    const posted: ToHost[] = [];
    const root = document.createElement('div');
    document.body.replaceChildren(root);
    options.debounceRendering = (work) => work();
    const services = {
      post: (message: ToHost) => void posted.push(message),
      takeUp: () => false,
      forgetOldest: () => undefined,
      forgetSteps: () => undefined,
      folds: new Folds({}, () => undefined),
      reasons: new Reasons({}, () => undefined),
      growth: new TextGrowth(),
      colour: () => undefined,
    };
    const show = (shown: readonly TaskFile[]): void =>
      void act(() =>
        render(
          <ViewContext.Provider value={services}>
            <TaskFiles files={shown} />
          </ViewContext.Provider>,
          root,
        ),
      );
    show(files);
    const names = (selector: string) =>
      [...root.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
    const click = (name: string) => {
      const button = [...root.querySelectorAll('button')].find(
        (candidate) => (candidate.getAttribute('aria-label') ?? candidate.textContent).trim() === name,
      );
      assert.ok(button, `There is no button "${name}".`);
      void act(() => button.click());
    };
    return { root, posted, show, names, click };
  }

  it('are one line of what was made, new ones first, and open with a click', () => {
    const view = open([
      { path: 'a.md', size: 1 },
      { path: 'b.md', size: 2, mark: 'new' },
      { path: 'uploads/mine.csv', size: 3 },
      { path: 'uploads/edited.ts', size: 4, mark: 'changed' },
    ]);
    assert.deepEqual(view.names('.chip'), ['b.mdN, new', 'uploads/edited.tsM, changed', 'a.md']);
    view.click('a.md');
    assert.deepEqual(view.posted, [{ type: 'openArtifact', path: 'a.md' }]);
    // Seen now: its mark goes, but it does not run away from under the pointer.
    view.show([
      { path: 'a.md', size: 1 },
      { path: 'uploads/edited.ts', size: 4 },
    ]);
    assert.deepEqual(view.names('.chip'), ['a.md', 'uploads/edited.ts']);
  });

  it('unfold to all of them, each with what can be done with it', () => {
    const many = Array.from({ length: 9 }, (_, n): TaskFile => ({ path: `f${n}.txt`, size: 2048 }));
    const view = open([
      ...many,
      { path: 'notes.md', size: 1, mark: 'new' },
      { path: 'uploads/mine.csv', size: 3 },
    ]);
    assert.equal(view.root.querySelectorAll('.chip').length, 6);
    assert.equal(view.root.querySelectorAll('.file-row').length, 0);
    view.click('and 4 more');
    assert.equal(view.root.querySelectorAll('.file-row').length, 11);
    assert.match(view.root.textContent, /11 files, 1 new or changed/);
    view.click('Open Preview: notes.md');
    view.click('Compare with Workspace: f0.txt');
    view.click('Save As...: uploads/mine.csv');
    view.click('Mark all as seen');
    assert.deepEqual(view.posted, [
      { type: 'useFiles', action: 'preview', path: 'notes.md' },
      { type: 'useFiles', action: 'compare', path: 'f0.txt' },
      { type: 'useFiles', action: 'save', path: 'uploads/mine.csv' },
      { type: 'useFiles', action: 'markSeen' },
    ]);
    view.click('Files');
    assert.equal(view.root.querySelectorAll('.file-row').length, 0);
  });

  it('are not there while there are none but what was sent, and hide nothing in their names', () => {
    assert.equal(open([{ path: 'uploads/mine.csv', size: 3 }]).root.textContent, '');
    assert.deepEqual(open([{ path: 'a\u202Etxt.exe', size: 3 }]).names('.chip'), ['a‹U+202E›txt.exe']);
  });
});
