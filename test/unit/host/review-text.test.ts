import assert from 'node:assert/strict';
import type { WaitingTool } from '../../../src/core/session/task-session';
import type { ToolSegment, Transcript } from '../../../src/core/session/transcript';
import { reviewState } from '../../../src/host/approvals/review-state';
import { reviewBody, reviewText, type CurrentFile } from '../../../src/host/approvals/review-text';
import { tool } from './waiting-tool';

const none: CurrentFile = { kind: 'none' };

function texts(call: WaitingTool, current = none): { name: string; before: string; after: string } {
  const body = reviewBody(call, current);
  return {
    name: body.name,
    before: reviewText(call, body, 'before', 'waiting'),
    after: reviewText(call, body, 'after', 'waiting'),
  };
}

/** Without the header, which ends with a ruler. */
function below(text: string): string {
  return text.replace(/^[\s\S]*?─{40}.*\n/, '');
}

describe('the document of a review', () => {
  it('shows a command as a script, its other arguments as comments', () => {
    const { name, after } = texts(
      tool({ toolName: 'run_shell', args: { command: 'cd a\nnpm test', cwd: '/x\n# fake', timeout: 5 } }),
    );
    assert.equal(name, 'run_shell.sh');
    assert.equal(
      after,
      [
        '# "Sum up the sales" wants to run run_shell',
        '# Waits for your answer: use the buttons above.',
        '# cwd: "/x\\n# fake"',
        '# timeout: 5',
        `# ${'─'.repeat(40)}`,
        'cd a',
        'npm test',
      ].join('\n'),
    );
  });

  it('compares a file to be written with what it holds now, under one header', () => {
    const call = tool({ toolName: 'write_file', args: { path: 'src/a.ts', content: 'let b;\r\n' } });
    const { name, before, after } = texts(call, { kind: 'text', text: 'let a;\n' });
    assert.equal(name, 'a.ts');
    assert.deepEqual([below(before), below(after)], ['let a;\n', 'let b;\n']);
    assert.equal(before.replace(below(before), ''), after.replace(below(after), ''));
    assert.match(after, /^\/\/ path: "src\/a\.ts"$/m);
    assert.match(after, /^\/\/ Compared with the task's file\.$/m);
    assert.match(after, /^\/\/ Lines end as on Windows/m);
  });

  it('says that a file would be new, or why it cannot be compared', () => {
    const call = tool({ args: { path: 'notes.md', content: 'x' } });
    const fresh = texts(call);
    assert.equal(below(fresh.before), '');
    assert.match(fresh.after, /^<!-- A new file: the task has none of that path\. -->$/m);
    const why = 'it is not text in UTF-8.';
    const body = reviewBody(call, { kind: 'unreadable', why });
    assert.equal(body.before, undefined);
    assert.match(reviewText(call, body, 'after', 'waiting'), /Not compared .*it is not text in UTF-8\./);
  });

  it('compares the texts of an edit, shows a patch as one, and anything else as JSON', () => {
    const edit = texts(tool({ args: { path: 'a.py', old_string: '1', new_string: '2' } }));
    assert.deepEqual([edit.name, below(edit.before), below(edit.after)], ['a.py', '1', '2']);
    const patch = texts(tool({ toolName: 'apply', args: { patch: '--- a\n+++ b' } }));
    assert.deepEqual([patch.name, below(patch.after)], ['apply.diff', '--- a\n+++ b']);
    const args = { url: 'https://example.com', body: ['x', null] };
    const json = texts(tool({ toolName: '../fetch it', args }));
    assert.equal(json.name, '.._fetch_it.jsonc');
    assert.deepEqual(JSON.parse(below(json.after)), args);
    assert.match(texts(tool({ args: undefined })).after, /It has no arguments\./);
  });

  it('opens as text, with a header that its language knows', () => {
    const named = (path: string) => texts(tool({ args: { path, content: '{}' } }));
    const names = ['a/b.json', 'n.ipynb', 'x.png', 'Makefile', 'q.SQL', 'über uns.txt', 'a/', 'a/..'].map(
      (path) => named(path).name,
    );
    assert.deepEqual(names, [
      'b.jsonc',
      'n.ipynb.jsonc',
      'x.png.txt',
      'Makefile',
      'q.SQL',
      '_ber_uns.txt',
      'file',
      '_',
    ]);
    assert.match(named('b.json').after, /^\/\/ "Sum/);
    assert.match(named('q.SQL').after, /^-- "Sum/);
    assert.match(named('s.css').after, /^\/\* "Sum.* \*\/$/m);
  });

  it('hides nothing and says what it made visible', () => {
    const command = `echo \u202Eelif\u202C; \u0441url ${'x'.repeat(300)}; rm א`;
    const { after } = texts(tool({ toolName: 'sh\u200Bell', taskTitle: 'a\nb\u2066', args: { command } }));
    assert.match(after, /^# "a b‹U\+2066›" wants to run sh‹U\+200B›ell$/m);
    assert.match(after, /^# Made visible: hidden characters ‹U\+202E› ‹U\+202C›$/m);
    assert.match(after, /^# Made visible: characters that look like others ‹U\+0441›$/m);
    assert.match(after, /^# Long lines go on after ‹↩›/m);
    assert.match(after, /^# Contains letters that run from right to left/m);
    assert.match(below(after), /^echo ‹U\+202E›elif‹U\+202C›; ‹U\+0441›url x+(?:‹↩›\nx+)+; rm א$/);
  });

  it('says where the question stands', () => {
    const body = reviewBody(tool(), none);
    const line = (state: Parameters<typeof reviewText>[3]) =>
      reviewText(tool(), body, 'after', state).split('\n')[1];
    assert.equal(line('proceed_once'), '# Approved once.');
    assert.equal(line('cancel'), '# Rejected.');
    assert.match(line('changed') ?? '', /Out of date: something else would run/);
    assert.match(line('closed') ?? '', /Nothing can be sent/);
  });
});

describe('the state of a reviewed question', () => {
  const transcript = (fields: Partial<ToolSegment>): Transcript => {
    const { toolName, args, callId } = tool();
    const segment = {
      kind: 'tool',
      key: 'k',
      callId,
      toolName,
      args,
      status: 'executing',
      ...fields,
    } as const;
    return { turns: [{ key: '1', segments: [segment] }] };
  };
  const state = (waiting: readonly WaitingTool[], fields: Partial<ToolSegment> = {}) =>
    reviewState({ waiting, transcript: transcript(fields) }, tool());

  it('is open for the call that was shown, and for no other', () => {
    assert.equal(state([tool()]), 'waiting');
    assert.equal(state([tool({ args: {} })]), 'changed');
    assert.equal(state([], { args: { command: 'other' } }), 'changed');
  });

  it('is the answer that was given here, else closed', () => {
    assert.equal(state([], { answer: { outcome: 'cancel', state: 'sending' } }), 'cancel');
    assert.equal(state([], { answer: { outcome: 'proceed_once', state: 'sent' } }), 'proceed_once');
    assert.equal(state([], { answer: { outcome: 'proceed_once', state: 'elsewhere' } }), 'closed');
    assert.equal(state([]), 'closed');
    assert.equal(reviewState(undefined, tool()), 'closed');
  });
});
