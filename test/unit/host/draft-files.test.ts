import assert from 'node:assert/strict';
import { maxUploadBytes } from '../../../src/core/api';
import type { Attachment } from '../../../src/host/attachment';
import { DraftFiles } from '../../../src/host/chat/draft-files';

function attachment(name: string, source = name, size = 3): Attachment {
  const open = (as: string) => Promise.resolve({ name: as, size, source: new Blob(['abc']) });
  return { source, name, size, open, save: () => Promise.resolve({ kind: 'test' }) };
}

describe('files of a draft', () => {
  it('get names of their own and are attached once', () => {
    const files = new DraftFiles();
    const attachments = [
      attachment('data.csv', '/a/data.csv'),
      attachment('Data.csv', '/b/Data.csv'),
      attachment('data.csv', '/a/data.csv'),
      attachment('data.csv', '/c/data.csv'),
      attachment('.env', '/a/.env'),
      attachment('.env', '/b/.env'),
    ];
    assert.equal(files.add({ attachments, refused: [] }), undefined);
    assert.deepEqual(
      files.list.map(({ name }) => name),
      ['data.csv', 'Data (2).csv', 'data (3).csv', '.env', '.env (2)'],
    );
  });

  it('are refused by name when they are too large or too many', () => {
    const files = new DraftFiles();
    const large = attachment('film\u202E.mp4', 'film', maxUploadBytes + 1);
    const many = Array.from({ length: 22 }, (_, n) => attachment(`f${n}`));
    const problem = files.add({ attachments: [large, ...many], refused: ['"x" is a folder.'] });
    assert.equal(files.list.length, 20);
    assert.match(
      problem ?? '',
      /^"x" is a folder\. "film‹U\+202E›\.mp4" is 50\.0 MB, .* 2 files were left out/,
    );
  });

  it('open under the name that is shown', async () => {
    const files = new DraftFiles();
    files.add({ attachments: [attachment('a', '1'), attachment('a', '2')], refused: [] });
    files.remove(files.list[0]!.id);
    assert.deepEqual(
      (await files.open()).map(({ name }) => name),
      ['a (2)'],
    );
  });
});
