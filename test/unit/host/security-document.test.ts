import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../rig/paths';

describe('SECURITY.md', () => {
  it('names tests that exist', () => {
    const named = readFileSync(join(projectRoot, 'SECURITY.md'), 'utf8').match(/test\/[\w./-]+\.tsx?/g) ?? [];
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter((path) => !existsSync(join(projectRoot, path))),
      [],
    );
  });
});
