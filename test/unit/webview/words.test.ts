import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Connection } from '../../../src/core/session/state';
import { connectionWords } from '../../../src/webview/connection-words';
import { carriesFiles, droppedUris, pastedName, readDropped } from '../../../src/webview/dropped-files';
import { formatSize } from '../../../src/core/file-size';
import { valueFields } from '../../../src/webview/format-value';
import { groupSegments } from '../../../src/webview/group-segments';
import { toolSummary } from '../../../src/webview/tool-summary';
import { visibleLine, visibleLines, visibleProse } from '../../../src/webview/visible-text';

describe('Strings of the server', () => {
  it('have their hidden characters written out, and keep their lines', () => {
    assert.equal(visibleLines('a\u202Eb\r\n\tc\u200B'), 'a‹U+202E›b\n\tc‹U+200B›');
    assert.equal(visibleProse('12\u00A0%'), '12\u00A0%');
    assert.equal(visibleLine('a\n b\u2066'), 'a b‹U+2066›');
  });

  it('are cut to one line of bounded length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5000 }), (text) => {
        const line = visibleLine(text, 50);
        assert.ok(Array.from(line).length <= 50);
        assert.doesNotMatch(line, /[\n\r]/);
      }),
    );
  });
});

describe('A tool call in one line', () => {
  const cases: readonly [unknown, string][] = [
    [{ timeout: 3, command: 'npm test\n--all' }, 'npm test --all'],
    [{ content: 'x', file_path: 'a/b.md' }, 'a/b.md'],
    [{ anything: 'words' }, 'words'],
    [{ cmd: ['git', 'log'] }, 'git log'],
    ['just text', 'just text'],
    [{ count: 3, nested: { command: 'x' } }, ''],
    [[], ''],
    [null, ''],
    [undefined, ''],
    [7, ''],
  ];
  for (const [args, line] of cases) {
    it(`is ${JSON.stringify(line)} for ${JSON.stringify({ args })}`, () => {
      assert.equal(toolSummary(args), line);
    });
  }
});

describe('Values', () => {
  it('are fields, with strings as they are and the rest as JSON', () => {
    assert.deepEqual(valueFields({ path: 'a', lines: [1, 2], empty: '' }), [
      { label: 'path', text: 'a' },
      { label: 'lines', text: '[\n  1,\n  2\n]' },
      { label: 'empty', text: '""' },
    ]);
    assert.deepEqual(valueFields('text'), [{ text: 'text' }]);
    assert.deepEqual(valueFields(undefined), []);
    assert.deepEqual(valueFields({}), [{ text: '{}' }]);
  });

  it('never show what is no word for people', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const source = JSON.stringify(value);
        for (const { label, text } of valueFields(value)) {
          assert.equal(typeof text, 'string');
          for (const word of ['undefined', '[object Object]', 'NaN']) {
            if (!source.includes(word)) assert.ok(!`${label ?? ''}${text}`.includes(word), text);
          }
        }
      }),
    );
  });

  it('say so when they cannot be shown', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    assert.deepEqual(valueFields({ loop }), [{ label: 'loop', text: '(This value cannot be shown.)' }]);
  });
});

describe('Sizes of files', () => {
  for (const [bytes, words] of [
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [50 * 1024 * 1024, '50 MB'],
    [1024 * 1024 - 1, '1 MB'],
    [NaN, ''],
    [-1, ''],
    [1.5, ''],
    [1e300, ''],
    [Infinity, ''],
    [3 * 1024 ** 4, '3 TB'],
  ] as const) {
    it(`${bytes} is "${words}"`, () => {
      assert.equal(formatSize(bytes), words);
    });
  }
});

describe('Dropped and pasted files', () => {
  const refusal = (result: Awaited<ReturnType<typeof readDropped>>) => {
    assert.ok(typeof result === 'string', 'It was read.');
    return result;
  };
  const drag = (data: Record<string, string>) => ({ getData: (type: string) => data[type] ?? '' });

  it('are found as URIs in each form that the editor gives', () => {
    assert.deepEqual(droppedUris(drag({ 'text/uri-list': '# a\r\nfile:///a.csv\r\nfile:///b%20c' })), [
      'file:///a.csv',
      'file:///b%20c',
    ]);
    assert.deepEqual(droppedUris(drag({ 'application/vnd.code.uri-list': 'vscode-remote://x/a' })), [
      'vscode-remote://x/a',
    ]);
    assert.deepEqual(droppedUris(drag({ resourceurls: '["file:///a", 3]' })), ['file:///a']);
    assert.deepEqual(droppedUris(drag({ resourceurls: 'no json', 'text/uri-list': 'no uri' })), []);
  });

  it('are told from other drags', () => {
    assert.ok(carriesFiles(['Files']));
    assert.ok(carriesFiles(['text/plain', 'ResourceURLs']));
    assert.ok(!carriesFiles(['text/plain', 'text/html']));
  });

  it('are read, or refused in words', async () => {
    const read = await readDropped(new File(['abc'], 'a.txt'));
    assert.deepEqual(read, { name: 'a.txt', bytes: new Uint8Array([97, 98, 99]) });
    const large = new File([], 'big.bin');
    Object.defineProperty(large, 'size', { value: 50 * 1024 * 1024 + 1 });
    assert.match(refusal(await readDropped(large)), /"big\.bin" is larger than 50 MB/);
    const folder = new File([], 'folder');
    folder.arrayBuffer = () => Promise.reject(new Error('a folder'));
    assert.match(refusal(await readDropped(folder)), /"folder" could not be read/);
  });

  it('get a name when they have none', () => {
    assert.equal(pastedName({ name: 'image.png', type: 'image/png' }, 2), 'pasted-image-2.png');
    assert.equal(pastedName({ name: '', type: 'image/jpeg' }, 1), 'pasted-image-1.jpg');
    assert.equal(pastedName({ name: 'chart.svg', type: 'image/svg+xml' }, 1), 'chart.svg');
  });
});

describe('Runs of thoughts', () => {
  it('are joined, and only these', () => {
    const thought = (key: string) => ({ kind: 'thought', key, subject: key }) as const;
    const text = { kind: 'text', key: 't', text: '' } as const;
    assert.deepEqual(groupSegments([thought('a'), thought('b'), text, thought('c')]), [
      { kind: 'thoughts', key: 'a', thoughts: [thought('a'), thought('b')] },
      { kind: 'one', segment: text },
      { kind: 'thoughts', key: 'c', thoughts: [thought('c')] },
    ]);
  });
});

describe('The connection in words', () => {
  it('has words for every state', () => {
    assert.equal(connectionWords({ kind: 'connected' }, 0).words, 'Connected');
    const lost = { kind: 'reconnecting', reason: 'The connection was lost.' } as const;
    const line = (connection: Connection): string => {
      const { words, timing = '' } = connectionWords(connection, 100_000);
      return `${words}${timing}`;
    };
    assert.equal(line(lost), 'Reconnecting...');
    assert.equal(line({ ...lost, retryAt: 112_000 }), 'Reconnecting in 12 s');
    assert.equal(
      line({ ...lost, retryAt: 600_000, heardAt: 60_000 }),
      'Reconnecting in 8 min, last heard 40 s ago',
    );
    // The clocks of two machines differ.
    assert.equal(
      line({ ...lost, retryAt: 90_000, heardAt: 110_000 }),
      'Reconnecting in 0 s, last heard 0 s ago',
    );
    assert.equal(line({ kind: 'connected', heardAt: 78_000 }), 'Waiting for the server, last heard 22 s ago');
    assert.equal(connectionWords(lost, 0).reason, 'The connection was lost.');
    assert.equal(
      connectionWords({ kind: 'failed', reason: 'Could not open the task: no.' }, 0).words,
      'Disconnected. Could not open the task: no.',
    );
    assert.equal(connectionWords({ kind: 'failed', reason: '' }, 0).words, 'Disconnected');
  });
});
