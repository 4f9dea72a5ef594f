import assert from 'node:assert/strict';
import { askedSections, isShownWhole } from '../../../src/webview/deed-sections';

const lines = (count: number): string => 'true\n'.repeat(count);

/** Whether a card shows all of the call as it opens. */
function isWholeAtOnce(args: unknown, toolName = 'run_shell'): boolean {
  return isShownWhole({ toolName, args }, { open: true, uncut: false });
}

describe('all that would run', () => {
  it('is in view when nothing of it is cut', () => {
    assert.ok(isWholeAtOnce({ command: 'npm test' }));
    assert.ok(isWholeAtOnce({ path: 'a.py', content: lines(39) }));
    assert.ok(isWholeAtOnce({ url: 'https://x' }));
    assert.ok(isWholeAtOnce(undefined));
  });

  it('is not in view when the danger stands behind many lines or characters, wherever that is', () => {
    for (const args of [
      { command: `${lines(60)}rm -rf ~` },
      { command: `echo ${'x'.repeat(4000)}; rm -rf ~` },
      { command: 'ls', env: { PATH: `/usr/bin${':/bin'.repeat(1000)}:/tmp/evil` } },
      { path: 'a.py', content: `${lines(60)}evil()` },
      { path: `${'a/'.repeat(2100)}.bashrc`, content: 'evil' },
      { path: 'a', old_string: 'x', new_string: `${lines(60)}evil()` },
      { patch: `${lines(60)}+evil()` },
      { steps: Array.from({ length: 60 }, () => 'true') },
    ])
      assert.equal(isWholeAtOnce(args), false, JSON.stringify(args).slice(0, 60));
    assert.equal(isWholeAtOnce({ command: 'ls' }, `safe_${'x'.repeat(5000)}_evil`), false);
  });

  it('is in view when it was unfolded, and is not while the card is folded', () => {
    const call = { toolName: 'run_shell', args: { command: `${lines(60)}rm -rf ~` } };
    assert.ok(isShownWhole(call, { open: true, uncut: true }));
    assert.equal(isShownWhole(call, { open: false, uncut: true }), false);
    const short = { toolName: 'run_shell', args: { command: 'ls' } };
    assert.equal(isShownWhole(short, { open: false, uncut: false }), false);
  });

  it('has the name of the tool in full where the heading cannot tell it', () => {
    const titles = (toolName: string): readonly string[] =>
      askedSections({ toolName, args: { command: 'ls' } }).map(({ title }) => title);
    assert.deepEqual(titles('run_shell'), ['Command']);
    assert.deepEqual(titles(''), ['Command']);
    for (const name of ['x'.repeat(81), 'run\nshell', 'run  shell', 'run_sh\u0435ll', 'run_shell\u200B'])
      assert.deepEqual(titles(name), ['Tool', 'Command'], JSON.stringify(name));
  });
});
