import assert from 'node:assert/strict';
import type { Segment } from '../../../src/core/session/transcript';
import { head, snapshot, turn } from './builders';
import { useDom } from './dom';
import { openView } from './open-view';

describe('A part that cannot be shown', () => {
  useDom();

  const broken = (kind: 'text' | 'tool'): Segment => {
    const fail = (): never => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    const segment: Segment =
      kind === 'text'
        ? { kind, key: 'b', text: 'poison' }
        : { kind, key: 'b', toolName: 'poison', status: 'success' };
    return new Proxy(segment, {
      get: (target, name): unknown =>
        name === 'text' || name === 'toolName' ? fail() : Reflect.get(target, name),
    });
  };
  const said = (key: string, text: string): Segment => ({ kind: 'text', key, text });

  for (const kind of ['text', 'tool'] as const) {
    it(`leaves everything around it in place, and can be opened elsewhere: a ${kind}`, () => {
      const view = openView();
      const segments = [said('a', 'before'), broken(kind), said('c', 'after')];
      view.receive(snapshot({ transcript: { turns: [turn({ segments })] } }));
      const words = view.find('article.assistant').textContent;
      assert.match(words, /before.*could not be shown.*after/s);
      assert.equal(view.textbox().disabled, false);
      view.button('Open in Editor').click();
      assert.deepEqual(view.posted.slice(-2), [
        { type: 'broken', part: kind, reason: 'RangeError: Maximum call stack size exceeded' },
        { type: 'openText', key: '1/b' },
      ]);
    });
  }

  it('leaves the other turns in place when a whole turn fails, and is tried again when the task ends', () => {
    const view = openView();
    const done = turn({ key: '1', segments: [said('a', 'first')] });
    const now = turn({ key: '2', segments: [said('a', 'second')] });
    const bad = turn({ key: '2', segments: [broken('text')], end: { kind: 'completed' } });
    view.receive(
      snapshot({
        head: head({ status: 'completed' }),
        transcript: { turns: [done, bad, { ...done, key: '3' }] },
      }),
    );
    assert.equal(view.root.textContent.match(/first/g)?.length, 2);
    assert.match(view.root.textContent, /This part could not be shown/);
    view.receive(snapshot({ transcript: { turns: [done, now] } }));
    assert.match(view.root.textContent, /second/);
    assert.doesNotMatch(view.root.textContent, /could not be shown/);
  });
});
