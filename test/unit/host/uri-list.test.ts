import assert from 'node:assert/strict';
import { parseUriList } from '../../../src/host/tasks/uri-list';

describe('a list of addresses that is dropped', () => {
  it('has one a line, each once; comments and what is none are left out', () => {
    const text =
      '# from the explorer\r\nfile:///a/b%20c.txt\r\n\r\nnot an address\nfile:///a/b%20c.txt\nuntitled:Untitled-1\r\n';
    assert.deepEqual(parseUriList(text), ['file:///a/b%20c.txt', 'untitled:Untitled-1']);
    assert.deepEqual(parseUriList(''), []);
  });
});
