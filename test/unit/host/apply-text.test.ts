import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changesScripts, sensitivePath } from '../../../src/host/artifacts/apply/sensitive';
import { smallestReplacement, textOf, withLineEnds } from '../../../src/host/artifacts/apply/text';

describe('a file that programs obey', () => {
  it('is told by its path', () => {
    const paths = [
      '.vscode/tasks.json',
      'sub/.VSCode/settings.json',
      'my.code-workspace',
      '.devcontainer/devcontainer.json',
      '.devcontainer.json',
      '.github/workflows/ci.yml',
      '.gitlab-ci.yml',
      'Jenkinsfile',
      'azure-pipelines.yml',
      '.circleci/config.yml',
      '.husky/pre-commit',
      '.bashrc',
      '.envrc',
      '.npmrc',
      '.gitattributes',
      '.gitmodules',
      '.env',
      '.idea/workspace.xml',
      'Makefile',
      'GNUmakefile',
      'rules.mk',
      'justfile',
      'a/.hidden/b.txt',
    ];
    for (const path of paths) assert.notEqual(sensitivePath(path), undefined, path);
  });

  it('is no ordinary file', () => {
    const paths = [
      'src/a.ts',
      'README.md',
      '.gitignore',
      '.editorconfig',
      'docs/.gitkeep',
      'package.json',
      'makefile.md',
      'vscode/a',
      'github/workflows/x.yml',
    ];
    for (const path of paths) assert.equal(sensitivePath(path), undefined, path);
  });

  it('is a package.json only when it runs other commands than before', () => {
    const before = '{"name":"a","scripts":{"test":"mocha"}}';
    assert.equal(changesScripts('package.json', before, '{"name":"b","scripts":{"test":"mocha"}}'), false);
    assert.equal(changesScripts('sub/package.json', before, '{"scripts":{"test":"curl x | sh"}}'), true);
    assert.equal(changesScripts('package.json', undefined, '{"name":"b"}'), false);
    assert.equal(changesScripts('package.json', undefined, '{"scripts":{"postinstall":"x"}}'), true);
    assert.equal(changesScripts('package.json', before, '{ not json'), true);
    assert.equal(changesScripts('other.json', before, '{}'), false);
  });
});

describe('the text of a file that is applied', () => {
  it('is text only when it is valid UTF-8', () => {
    assert.equal(textOf(Buffer.from('héllo\r\n')), 'héllo\r\n');
    assert.equal(textOf(Buffer.from('\uFEFFa')), 'a');
    assert.equal(textOf(Buffer.from([0xe9, 0x20])), undefined);
    assert.equal(textOf(Buffer.from('a\0b')), undefined);
    assert.equal(withLineEnds('a\r\nb\nc\rd', '\r\n'), 'a\r\nb\r\nc\r\nd');
  });

  it('replaces no more than what differs, and cuts no character in two', () => {
    assert.equal(smallestReplacement('same', 'same'), undefined);
    assert.deepEqual(smallestReplacement('one two three', 'one 2 three'), { start: 4, end: 7, text: '2' });
    assert.deepEqual(smallestReplacement('aa', 'aaa'), { start: 2, end: 2, text: 'a' });
    const units = fc.constantFrom('a', 'b', '\r\n', '\n', '😀', '😁', 'é');
    const texts = fc.array(units, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const found = smallestReplacement(before, after);
        if (found === undefined) {
          assert.equal(before, after);
          return;
        }
        assert.equal(before.slice(0, found.start) + found.text + before.slice(found.end), after);
        for (const part of [before.slice(0, found.start), found.text, before.slice(found.start, found.end)]) {
          assert.ok(part.isWellFormed(), JSON.stringify([before, after]));
          assert.ok(!/\r$/.test(part), JSON.stringify([before, after]));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
