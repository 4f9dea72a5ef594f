import assert from 'node:assert/strict';
import { sectionsOf } from '../../../src/host/sources/patch';

describe('the files of a patch', () => {
  const sections = (patch: string) => sectionsOf(Buffer.from(patch));
  const paths = (patch: string) => sections(patch).map(({ path }) => path);

  it('are told for every kind of change that git writes', () => {
    const patch = [
      'diff --git a/src/a b.ts b/src/a b.ts',
      'index 1..2 100644',
      '--- a/src/a b.ts\t',
      '+++ b/src/a b.ts\t',
      '@@ -1 +1 @@',
      '--- a/not/a/header',
      '+++ b/not/a/header',
      'diff --git a/gone b/gone',
      'deleted file mode 100644',
      '--- a/gone',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-diff --git a/x b/x',
      'diff --git a/old name b/new name',
      'similarity index 100%',
      'rename from old name',
      'rename to new name',
      'diff --git a/run.sh b/run.sh',
      'old mode 100644',
      'new mode 100755',
      'diff --git "a/\\303\\274 \\"q\\".png" "b/\\303\\274 \\"q\\".png"',
      'index 1..2 100644',
      'Binary files "a/\\303\\274 \\"q\\".png" and "b/\\303\\274 \\"q\\".png" differ',
      'diff --git i/w.ts w/w.ts',
      '--- i/w.ts',
      '+++ w/w.ts',
      '@@ -1 +1 @@',
      '-a',
      'diff --cc both.ts',
      'index 1,2..3',
      '--- a/both.ts',
      '+++ b/both.ts',
      '@@@ -1,1 -1,1 +1,5 @@@',
      '',
    ].join('\n');
    assert.deepEqual(paths(patch), [
      'src/a b.ts',
      'gone',
      'new name',
      'run.sh',
      'ü "q".png',
      'w.ts',
      'both.ts',
    ]);
    assert.deepEqual(
      sections(patch).map(({ isBinary }) => isBinary),
      [false, false, false, false, true, false, false],
    );
    assert.equal(
      sections(patch)
        .map(({ content }) => content.toString())
        .join(''),
      patch,
    );
  });

  it('are none when there is no patch', () => {
    assert.deepEqual(sections(''), []);
  });
});
