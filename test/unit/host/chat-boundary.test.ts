import assert from 'node:assert/strict';
import type { ToHost } from '../../../src/core/protocol';
import { chatHtml } from '../../../src/host/chat/html';
import { dispatch, type ToHostHandlers } from '../../../src/host/chat/messages';
import { parseNewTask } from '../../../src/host/chat/new-task-arguments';

describe('the page of the chat', () => {
  const html = chatHtml({
    scriptUri: 'https://host/main.js?a=1&b="<',
    styleUri: 'https://host/main.css',
    cspSource: 'https://*.example',
    nonce: 'N0nce',
    title: 'Sigmic',
  });

  it('allows its own script and style and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; script-src 'nonce-N0nce'; style-src https://*.example; font-src https://*.example; " +
        "connect-src 'none'; form-action 'none'; base-uri 'none'",
    );
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.ok(!/<style|style=|javascript:|\son\w+=/.test(html));
  });

  it('escapes what it is given', () => {
    assert.ok(html.includes('src="https://host/main.js?a=1&amp;b=&quot;&lt;"'));
    assert.ok(html.includes('<div id="root"></div>'));
  });
});

describe('messages of the view', () => {
  function run(raw: unknown): { got: ToHost[]; warnings: string[] } {
    const got: ToHost[] = [];
    const warnings: string[] = [];
    const take = (message: ToHost): void => void got.push(message);
    const handlers: ToHostHandlers = {
      ready: take,
      waited: take,
      earlier: take,
      steps: take,
      open: take,
      send: take,
      queued: take,
      sendQueued: take,
      runAgain: take,
      pickFiles: take,
      dropUris: take,
      dropFile: take,
      removeFile: take,
      manage: take,
      savePreset: take,
      tickFile: take,
      moreFiles: take,
      stopSending: take,
      cancel: take,
      answer: take,
      showWaiting: take,
      review: take,
      openArtifact: take,
      useFiles: take,
      openLink: take,
      copy: take,
      copyAnswer: take,
      openText: take,
      insert: take,
      reconnect: take,
      broken: take,
      online: take,
      act: take,
    };
    dispatch(raw, handlers, { warn: (line) => void warnings.push(line) });
    return { got, warnings };
  }

  it('reach their handler when they are as promised', () => {
    const shown = { toolName: 'shell', args: { command: 'ls' } };
    const message = { type: 'answer', callId: 'c1', outcome: 'proceed_once', shown };
    assert.deepEqual(run({ ...message, extra: 1 }), { got: [message], warnings: [] });
    const file = { type: 'dropFile', name: 'a.csv', bytes: new Uint8Array([1, 2]) };
    assert.deepEqual(run(file).got, [file]);
  });

  it('are dropped when they are not, without their content in the log', () => {
    for (const raw of [
      undefined,
      'ready',
      { type: 'nonsense' },
      { type: 'answer', callId: 'c1', outcome: 'secret-value', shown: { toolName: 'shell' } },
      { type: 'answer', callId: 'c1', outcome: 'proceed_once' },
      { type: 'openLink', href: 7 },
      { type: 'dropFile', name: 'a', bytes: [1] },
    ]) {
      const { got, warnings } = run(raw);
      assert.deepEqual(got, []);
      assert.equal(warnings.length, 1);
      assert.ok(!warnings[0]!.includes('secret-value'));
    }
  });
});

describe('the argument of sigmic.newTask', () => {
  it('may be left out, whole or in part', () => {
    assert.deepEqual(parseNewTask(undefined), { files: [], submit: false });
    assert.deepEqual(parseNewTask({ message: 'Hi', submit: true, env: { A: '1' } }), {
      message: 'Hi',
      files: [],
      env: { A: '1' },
      submit: true,
    });
  });

  it('is refused by the name of its field, never with its value', () => {
    assert.throws(() => parseNewTask({ message: 5 }), /message/);
    assert.throws(
      () => parseNewTask({ secrets: { A: 12345 } }),
      (error: Error) => {
        return error.message.includes('secrets.A') && !error.message.includes('12345');
      },
    );
  });
});
