import assert from 'node:assert/strict';
import { options, render } from 'preact';
import type { Posted, ToHost } from '../../../src/core/protocol';
import type { ViewState } from '../../../src/core/view-state';
import type { Bridge } from '../../../src/webview/bridge';
import { View } from '../../../src/webview/view';

/** A view on a page of its own, with a host that the test plays, and frames that come when it says so. */
export function openView(saved: Partial<ViewState> = {}) {
  const posted: ToHost[] = [];
  const frames: (() => void)[] = [];
  let listener: (message: Posted) => void = () => assert.fail('The view does not listen.');
  let state: ViewState = { text: '', systemPrompt: '', ...saved };
  const bridge: Bridge = {
    post: (message) => posted.push(message),
    onMessage: (listen) => {
      listener = listen;
      return () => undefined;
    },
    readState: () => state,
    saveState: (next) => (state = next),
  };
  globalThis.requestAnimationFrame = (work) => frames.push(() => work(0));
  globalThis.requestIdleCallback = (work) =>
    frames.push(() => work({ didTimeout: false, timeRemaining: () => 0 }));
  options.debounceRendering = (work) => frames.push(work);
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  new View(root, bridge).start();
  const settle = () => {
    while (frames.length > 0) for (const work of frames.splice(0)) work();
  };
  const receive = (...messages: Posted[]) => {
    for (const message of messages) listener(message);
    settle();
  };
  const find = (selector: string): HTMLElement => {
    const found = root.querySelector<HTMLElement>(selector);
    assert.ok(found, `There is no ${selector} in ${root.innerHTML}`);
    return found;
  };
  const button = (name: string) => {
    const found = [...root.querySelectorAll('button')].find(
      (candidate) => (candidate.getAttribute('aria-label') ?? candidate.textContent).trim() === name,
    );
    assert.ok(found, `There is no button "${name}".`);
    return found;
  };
  const textbox = () => {
    const found = root.querySelector('textarea');
    assert.equal(found?.getAttribute('aria-label'), 'Message');
    return found;
  };
  const checkbox = () => {
    const found = root.querySelector('input');
    assert.equal(found?.type, 'checkbox');
    return found;
  };
  const type = (text: string) => {
    const box = textbox();
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    settle();
    return box;
  };
  /** Ends what the view's parts do by themselves, such as counting seconds. */
  const close = () => {
    render(null, root);
    settle();
  };
  return { close, root, posted, receive, find, button, textbox, checkbox, type, settle, state: () => state };
}

export type OpenView = ReturnType<typeof openView>;
