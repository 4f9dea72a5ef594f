import assert from 'node:assert/strict';
import { parseEnvFile } from '../../../src/host/variables/env-file';

function entriesOf(text: string): Record<string, string> {
  return Object.fromEntries(parseEnvFile(text).entries);
}

describe('a .env file', () => {
  const rules: Readonly<Record<string, readonly [text: string, entries: Record<string, string>]>> = {
    'has a variable on a line': ['A=1\nB_2=two words\n', { A: '1', B_2: 'two words' }],
    'may have been written on Windows': ['\uFEFFA=1\r\nB=2\r\n', { A: '1', B: '2' }],
    'may be for a shell': ['export A=1\n  export\tB = 2', { A: '1', B: '2' }],
    'has comments': ['# A=1\nB=2 # two\n  #C=3\nD=x#y\nE=# nothing\n', { B: '2', D: 'x#y', E: '' }],
    'may leave values empty': ['A=\nB=\'\'\nC=""', { A: '', B: '', C: '' }],
    'takes single quotes as they stand': ['A=\'a \\n # "b" $C\' # x', { A: 'a \\n # "b" $C' }],
    'knows escapes in double quotes': ['A="a\\nb\\t\\"c\\" \\\\ \\$D"', { A: 'a\nb\t"c" \\ $D' }],
    'may go over several lines in quotes': [
      'A="-----BEGIN-----\r\nabc\r\n-----END-----"\nB=\'1\n2\' \nC=3',
      { A: '-----BEGIN-----\nabc\n-----END-----', B: '1\n2', C: '3' },
    ],
    'expands nothing': ['A=$HOME/${B}`x`', { A: '$HOME/${B}`x`' }],
    'counts the last of a name': ['A=1\nA=2', { A: '2' }],
    'may name what objects have already': [
      '__proto__=1\nconstructor=2',
      { ['__proto__']: '1', constructor: '2' },
    ],
    'has values with =': ['A=b=c==', { A: 'b=c==' }],
  };
  for (const [what, [text, entries]] of Object.entries(rules)) {
    it(what, () => {
      assert.deepEqual(entriesOf(text), entries);
      assert.deepEqual(parseEnvFile(text).unreadable, []);
    });
  }

  it('says which lines it cannot read, and reads the others', () => {
    const file = parseEnvFile('A=1\nno variable\n2B=3\nC="open\nD=4\nE="x" y\nF=5');
    assert.deepEqual(
      [...file.entries],
      [
        ['A', '1'],
        ['D', '4'],
        ['F', '5'],
      ],
    );
    assert.deepEqual(file.unreadable, [2, 3, 4, 6]);
  });
});
