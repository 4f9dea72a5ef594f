import assert from 'node:assert/strict';
import type { ToHost } from '../../../src/core/protocol';
import { composing, snapshot } from './builders';
import { useDom } from './dom';
import { openView, type OpenView } from './open-view';

function press(view: OpenView, key: string, more: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  view.find('textarea[aria-label="Message"]').dispatchEvent(event);
  view.settle();
}

function sends(view: OpenView): ToHost[] {
  return view.posted.filter(({ type }) => type === 'send');
}

describe('The view while composing', () => {
  useDom();

  it('says that it is ready, and welcomes with examples that fill the textbox', () => {
    const view = openView();
    assert.deepEqual(view.posted, [{ type: 'ready' }]);
    view.receive(composing());
    const example = view.find('.example');
    example.click();
    view.settle();
    assert.equal(view.textbox().value, example.textContent);
    assert.deepEqual(sends(view), []);
  });

  it('sends what was typed or pasted just before Enter, though the screen has not followed yet', () => {
    const view = openView();
    view.receive(composing());
    const box = view.textbox();
    box.value = 'At once';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    press(view, 'Enter');
    assert.deepEqual(sends(view), [
      { type: 'send', text: 'At once', autoExecute: true, showInHistory: true },
    ]);
  });

  it('sends with Enter, once, with the options', () => {
    const view = openView();
    view.receive(composing());
    view.checkbox().click();
    view.type('Do it');
    press(view, 'Enter', { shiftKey: true });
    press(view, 'Enter', { isComposing: true });
    assert.deepEqual(sends(view), []);
    press(view, 'Enter');
    press(view, 'Enter');
    assert.deepEqual(sends(view), [{ type: 'send', text: 'Do it', autoExecute: false, showInHistory: true }]);
    assert.ok(view.button('Send').disabled);
  });

  it('keeps the draft through a failed send, says why, and clears it when it was sent', () => {
    const view = openView();
    view.receive(composing());
    const textbox = view.type('Do it');
    press(view, 'Enter');
    const problem = { message: 'No network.', action: { id: 'retry', label: 'Try Again' } } as const;
    view.receive({ type: 'composer', composer: { files: [], folders: [], sending: false, problem } });
    assert.match(view.find('[role=alert]').textContent, /No network\./);
    assert.equal(textbox.value, 'Do it');
    view.button('Try Again').click();
    const draft = { text: 'Do it', autoExecute: true, showInHistory: true };
    assert.deepEqual(view.posted.at(-1), { type: 'act', action: 'retry', draft });
    view.receive({ type: 'sent' });
    assert.equal(textbox.value, '');
  });

  it('cannot send files without a word about them, and says so', () => {
    const view = openView();
    view.receive(
      composing({
        composer: { files: [{ id: 'f', name: 'a.csv', size: 2048 }], folders: [], sending: false },
      }),
    );
    assert.ok(view.button('Send').disabled);
    assert.match(view.root.textContent, /a\.csv.*2 KB.*Write what to do with the files/s);
    view.button('Remove a.csv').click();
    view.button('Attach files').click();
    assert.deepEqual(view.posted.slice(1), [
      { type: 'removeFile', id: 'f' },
      { type: 'pickFiles', what: 'files' },
    ]);
  });

  it('shows a folder as one line that unfolds, and asks about what looks like a secret', () => {
    const view = openView();
    const env = { name: 'b/.env', size: 6, secret: 'an environment file', ticked: false };
    view.receive(
      composing({
        composer: {
          files: [{ id: '2', name: 'k\u202Ey.pem', size: 9, secret: 'a private key', ticked: false }],
          folders: [
            {
              id: '1',
              name: 'src',
              zip: 'src.zip',
              count: 34,
              size: 122_880,
              secrets: 1,
              rows: [
                { key: 'b/.env', ...env },
                { key: 'a.ts', name: 'a.ts', size: 4 },
              ],
              more: 33,
              leftOut: [{ reason: 'gitignore', count: 3, examples: ['dist/', 'a.log'] }],
              unsearched: 2,
            },
          ],
          sending: false,
        },
      }),
    );
    const line = view.find('.folder summary');
    assert.match(line.textContent, /^src34 files, 120 KB · 3 left out · 1 likely secret stays here$/);
    assert.match(view.root.textContent, /In all 34 files, 120 KB/);
    assert.match(view.root.textContent, /k‹U\+202E›y\.pem.*stays here: looks like a private key/);
    assert.ok(!view.root.textContent.includes('a.ts'));
    view.find('.folder details').setAttribute('open', '');
    view.find('.folder details').dispatchEvent(new Event('toggle'));
    view.receive({ type: 'files', files: [] });
    const text = view.find('.folder').textContent;
    assert.match(
      text,
      /3 by \.gitignore: dist\/, a\.log, ….*too large or too many: 2 files.*a\.ts.*33 not shown/s,
    );
    view.find('[aria-label="Send b/.env, which looks like an environment file"]').click();
    view.button('Remove a.ts').click();
    view.button('Remove src').click();
    view.button('Show more (33 not shown)').click();
    view.button('Attach folder').click();
    assert.deepEqual(view.posted.slice(1), [
      { type: 'tickFile', id: '1', key: 'b/.env', ticked: true },
      { type: 'removeFile', id: '1', key: 'a.ts' },
      { type: 'removeFile', id: '1' },
      { type: 'moreFiles', id: '1' },
      { type: 'pickFiles', what: 'folders' },
    ]);
  });

  it('says how far a send is, and stops it', () => {
    const view = openView();
    const MB = 1024 * 1024;
    const progress = { phase: 'packing', done: 12 * MB, total: 34 * MB } as const;
    view.receive(composing({ composer: { files: [], folders: [], sending: true, progress } }));
    assert.match(view.find('.sending').textContent, /Packing: 12 of 34 MB/);
    assert.equal(view.find('progress').getAttribute('aria-valuetext'), '12 of 34 MB');
    view.button('Stop sending').click();
    assert.deepEqual(view.posted.at(-1), { type: 'stopSending' });
  });

  it('takes up the draft of its former life, and what a command fills in', () => {
    const view = openView({ text: 'half a', autoExecute: false });
    view.receive(composing());
    assert.equal(view.textbox().value, 'half a');
    assert.equal(view.checkbox().checked, false);
    view.receive({ type: 'draft', text: 'whole', systemPrompt: 'short' });
    const [message, prompt] = view.root.querySelectorAll('textarea');
    assert.equal(message?.value, 'whole');
    assert.equal(prompt?.value, 'short');
    view.receive(snapshot());
    assert.equal(view.state().taskId, 'task-1');
    assert.equal(view.state().text, 'whole');
  });
});
