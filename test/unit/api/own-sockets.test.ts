import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createTransport, describeError, loadPart } from '../../../src/core/api';
import { ok, serve } from './test-server';

describe('Code that is loaded when it is used', () => {
  it('says what to do when its file is gone', async () => {
    const missing = loadPart(() => Promise.reject(new Error('Cannot find module')));
    const error: unknown = await missing.catch((reason: unknown) => reason);
    const { message, action } = describeError(error, 'do this');
    assert.match(message, /^Could not do this: part of this extension is not there any more/);
    assert.deepEqual(action, { id: 'reload', label: 'Reload Window' });
  });

  it('carries requests that are begun at the same time, and is closed with all of them', async () => {
    const server = await serve((_request, response) => ok(response, {}));
    const transport = createTransport({}, {});
    const request = () =>
      transport.request({
        url: new URL(server.origin),
        method: 'GET',
        headers: {},
        signal: new AbortController().signal,
      });
    const answers = await Promise.all([request(), request()]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    for (const { body } of answers) body.resume();
    await transport.close();
  });

  it('closes what was asked for while it was loaded', async () => {
    const server = await serve(() => undefined);
    const transport = createTransport({}, {});
    const asked = transport.request({
      url: new URL(server.origin),
      method: 'GET',
      headers: {},
      signal: new AbortController().signal,
    });
    await Promise.all([transport.close(), assert.rejects(asked)]);
  });
});
