import assert from 'node:assert/strict';
import type { Forgotten } from '../../../src/core/protocol';
import type { Segment } from '../../../src/core/session/transcript';
import { composing, head, snapshot, tool, turn } from './builders';
import { useDom } from './dom';
import { openView, type OpenView } from './open-view';

function press(view: OpenView, key: string, more: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  view.find('textarea[aria-label="Message"]').dispatchEvent(event);
  view.settle();
}

describe('The view of a conversation', () => {
  useDom();

  const withSegments = (...segments: Segment[]) => snapshot({ transcript: { turns: [turn({ segments })] } });

  it('shows each message as an article, in its log', () => {
    const view = openView();
    view.receive(withSegments({ kind: 'text', key: 't', text: '**Hi**' }));
    const articles = [...view.find('[role=log][aria-label=Conversation]').querySelectorAll('article')];
    assert.deepEqual(
      articles.map((article) => [article.dataset['role'], article.textContent]),
      [
        ['user', 'Sum it up'],
        ['assistant', 'Hi'],
      ],
    );
    assert.equal(view.find('[role=status]').textContent.trim(), 'Connected');
  });

  it('appends text to the same elements, and ends with what was sent', () => {
    const view = openView();
    view.receive(withSegments({ kind: 'text', key: 't', text: 'one\n\ntwo' }));
    const [first, second] = view.root.querySelectorAll('.markdown > * > p');
    for (const text of [' and', ' a half', '\n\nthree'])
      view.receive({ type: 'changes', patches: [{ op: 'text', turn: '1', key: 't', text }] });
    const shown = [...view.root.querySelectorAll('.markdown > * > p')];
    assert.deepEqual(shown.slice(0, 2), [first, second]);
    assert.deepEqual(
      shown.map(({ textContent }) => textContent),
      ['one', 'two and a half', 'three'],
    );
  });

  it('makes results only when they are unfolded, and remembers that', () => {
    const view = openView();
    view.receive(withSegments(tool({ status: 'success', output: 'a long result' })));
    assert.doesNotMatch(view.root.textContent, /a long result/);
    const fold = view.root.querySelector('details');
    assert.ok(fold);
    fold.open = true;
    fold.dispatchEvent(new Event('toggle'));
    view.settle();
    assert.match(view.root.textContent, /a long result/);
  });

  it('opens links, files and attachments through the host only', () => {
    const view = openView();
    const user = {
      text: 'x',
      attachments: [{ name: 'a.csv', path: 'uploads/a.csv' }],
      delivery: 'sent',
    } as const;
    const segments = [
      { kind: 'text', key: 't', text: '[web](https://example.com) [file](out/b.md)' },
    ] as const;
    view.receive(snapshot({ transcript: { turns: [turn({ user, segments })] } }));
    for (const link of view.root.querySelectorAll<HTMLElement>('a, article button')) link.click();
    assert.deepEqual(view.posted.slice(1), [
      { type: 'openArtifact', path: 'uploads/a.csv' },
      { type: 'copy', text: 'x' },
      { type: 'openLink', href: 'https://example.com/' },
      { type: 'openArtifact', path: 'out/b.md' },
    ]);
  });

  it('copies and inserts code', () => {
    const view = openView();
    view.receive(withSegments({ kind: 'text', key: 't', text: '```js\nlet a = 1;\n```\n\nx' }));
    view.button('Copy code').click();
    view.button('Insert at cursor').click();
    assert.deepEqual(view.posted.slice(1), [
      { type: 'copy', text: 'let a = 1;' },
      { type: 'insert', text: 'let a = 1;' },
    ]);
  });

  it('copies and inserts code as it is, where its hidden characters are shown written out', () => {
    const view = openView();
    view.receive(withSegments({ kind: 'text', key: 't', text: '```\nlet a\u202E;\n```\n\nx' }));
    assert.match(view.find('code').textContent, /let a‹U\+202E›;/);
    view.button('Copy code').click();
    view.button('Insert at cursor').click();
    assert.deepEqual(view.posted.slice(1), [
      { type: 'copy', text: 'let a\u202E;' },
      { type: 'insert', text: 'let a\u202E;' },
    ]);
  });

  it('offers to cancel while it runs, and says that the next message waits', () => {
    const view = openView({ text: 'and then?' });
    view.receive(snapshot());
    assert.equal(view.button('Send').textContent.trim(), 'Queue');
    view.button('Cancel task').click();
    press(view, 'Enter');
    assert.deepEqual(view.posted.slice(1), [{ type: 'cancel' }, { type: 'send', text: 'and then?' }]);
    view.receive({ type: 'sent' }, { type: 'changes', patches: [], head: head({ status: 'completed' }) });
    assert.equal(view.root.textContent.includes('Cancel task'), false);
    assert.equal(view.button('Send').textContent.trim(), 'Send');
  });

  it('shows what waits, with all that can be done about it by button and by key', () => {
    const view = openView();
    const waiting = (id: string, text: string, more = {}) => ({
      id,
      text,
      files: [],
      elsewhere: false,
      ...more,
    });
    const first = waiting('a', 'Then sum it up', { files: [{ name: 'a\u202E.csv', size: 3 }] });
    const second = waiting('b', 'First line\nSecond line');
    view.receive(snapshot({ outbox: { messages: [first, second] } }));
    const section = view.find('section[aria-label="Waiting messages"]');
    assert.match(
      section.textContent,
      /2 messages wait until Sigmic is ready.*Then sum it up.*a‹U\+202E›\.csv.*First line/,
    );
    assert.equal(section.textContent.includes('Second line\n'), false);
    const before = view.posted.length;
    for (const name of ['Edit', 'Move down', 'Remove']) view.button(`${name} waiting message`).click();
    assert.ok(view.button('Move up waiting message').disabled);
    const entry = view.find('[data-queued="b"]');
    for (const init of [
      { key: 'ArrowUp', altKey: true },
      { key: 'ArrowDown', altKey: true },
      { key: 'Delete' },
    ])
      entry.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    assert.deepEqual(
      view.posted
        .slice(before)
        .map((message) => ('deed' in message ? `${message.deed} ${message.id}` : message.type)),
      ['edit a', 'down a', 'remove a', 'up b', 'remove b'],
    );
    view.receive({ type: 'outbox', outbox: { messages: [second, first] } });
    assert.equal(document.activeElement?.getAttribute('data-queued'), 'b', 'the focus goes along');
  });

  it('says why what waits is not sent, and offers to go on', () => {
    const view = openView();
    const messages = [{ id: 'a', text: 'Go on', files: [], elsewhere: true }];
    const pause = { message: 'Not sent, because the task failed.', button: 'Send Now' };
    view.receive(snapshot({ outbox: { messages, pause } }));
    assert.match(view.find('.outbox [role="alert"]').textContent, /the task failed/);
    assert.match(view.find('.queued').textContent, /Sending in another window/);
    view.button('Send Now').click();
    assert.deepEqual(view.posted.at(-1), { type: 'sendQueued' });
    view.receive({ type: 'outbox', outbox: { messages: [] } });
    assert.equal(view.root.querySelector('.outbox'), null);
  });

  it('says how a turn ended, each reason once', () => {
    const view = openView();
    const segments = [{ kind: 'error', key: 'e', message: 'Out of memory' }] as const;
    const end = { kind: 'failed', message: 'Out of memory' } as const;
    view.receive(snapshot({ transcript: { turns: [turn({ segments, end })] } }));
    assert.equal(view.root.textContent.split('Out of memory').length, 2);
    assert.match(view.find('.end-line').textContent, /The task failed\./);
  });

  it('offers to ask again after a failure, without writing over a draft', () => {
    const view = openView();
    const end = { kind: 'failed' } as const;
    view.receive(snapshot({ head: head({ status: 'failed' }), transcript: { turns: [turn({ end })] } }));
    view.button('Edit and ask again').click();
    view.settle();
    assert.equal(view.textbox().value, 'Sum it up');
    view.type('Something else');
    view.button('Edit and ask again').click();
    view.settle();
    assert.equal(view.textbox().value, 'Something else');
  });

  it('offers to run a task at rest again, beside the message that it began with', () => {
    const view = openView();
    const turns = [turn(), turn({ key: '2' })];
    view.receive(snapshot({ transcript: { turns } }));
    assert.equal(view.root.querySelectorAll('[aria-label="Run again"]').length, 0);
    view.receive(snapshot({ head: head({ status: 'completed' }), transcript: { turns } }));
    assert.equal(view.root.querySelectorAll('[aria-label="Run again"]').length, 1);
    assert.ok(view.find('[data-turn="1"]').contains(view.button('Run again')));
    view.button('Run again').click();
    assert.deepEqual(view.posted.at(-1), { type: 'runAgain' });
  });

  it('keeps the names of variables that a command gave over a reload, and says that they are gone', () => {
    const choices = { sets: [], given: { env: ['STAGE'], secrets: ['TOKEN'] }, presets: [] };
    const view = openView();
    view.receive(composing({ choices }));
    assert.equal(view.root.querySelector('[role=note]'), null);
    window.dispatchEvent(new Event('pagehide'));
    const forgotten: Forgotten = { from: 'command', names: ['STAGE', 'TOKEN'] };
    assert.deepEqual(view.state().forgotten, forgotten);

    const again = openView(view.state());
    again.receive(
      composing({ choices: { sets: [], given: { env: [], secrets: [] }, presets: [], forgotten } }),
    );
    assert.match(again.find('[role=note]').textContent, /\(STAGE, TOKEN\) were forgotten/);
    again.button('Manage Variables').click();
    assert.deepEqual(again.posted.at(-1), { type: 'manage', what: 'variables' });
    again.receive(snapshot());
    window.dispatchEvent(new Event('pagehide'));
    assert.equal(again.state().forgotten, undefined);
  });

  it('shows sparse data without words that are not for people', () => {
    const view = openView();
    view.receive(
      withSegments(
        tool({ toolName: '', args: null, status: 'unknown', callId: undefined }),
        { kind: 'thought', key: 'th', subject: '' },
        { kind: 'error', key: 'e', message: '' },
        { kind: 'subagent', key: 's', agentName: '', items: [], end: { reason: '' } },
        { kind: 'text', key: 't', text: '' },
      ),
    );
    assert.doesNotMatch(view.root.innerHTML, /undefined|\[object|NaN|Invalid Date|null/);
    assert.match(view.root.textContent, /Something went wrong/);
  });
});
