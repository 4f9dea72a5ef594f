import assert from 'node:assert/strict';
import type { Artifact } from '../../src/core/api';
import { ArtifactListings } from '../../src/host/platform/artifact-listings';
import { ArtifactMarks } from '../../src/host/platform/artifact-marks';
import { SeenFiles } from '../../src/host/platform/seen-files';

describe('what is remembered of the files of tasks', () => {
  const file: Artifact = { path: 'a.txt', name: 'a.txt', size: 1, modifiedAt: '2099-01-01T00:00:00Z' };
  const files = { listArtifacts: () => Promise.resolve([file]) };
  const listings = new ArtifactListings(files, { onUpdate: () => () => undefined });
  const stored = new Map<string, unknown>();
  const memory = {
    get: (key: string) => stored.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void stored.set(key, value)),
  };
  const marks = new ArtifactMarks(listings, new SeenFiles(memory, Date.now));

  after(() => {
    marks.dispose();
    listings.dispose();
  });

  it('is that of tasks somebody looked at of late', async () => {
    const changed: string[] = [];
    const listening = marks.onDidChange((id) => changed.push(id));
    for (let n = 0; n < 1_000; n += 1) {
      await listings.list(`task-${n}`);
      // A chat that shows the first one asks for its marks now and then.
      if (n % 50 === 0) assert.equal(marks.of('task-0').get('a.txt'), 'new');
    }
    assert.ok(listings.known('task-0'));
    assert.ok(listings.known('task-999'));
    assert.equal(listings.known('task-1'), undefined);
    assert.equal(changed.length, 1_000);
    // What was told of a task is forgotten as well: it is told anew.
    await listings.list('task-1', { fresh: true });
    assert.equal(changed.at(-1), 'task-1');
    listening.dispose();
  });
});
