import assert from 'node:assert/strict';
import { Colouring } from '../../../src/webview/markdown/colouring';
import { IdleWork } from '../../../src/webview/markdown/idle-work';
import { useDom } from './dom';

describe('code in a long conversation', () => {
  useDom();

  it('is coloured from its end on, in steps that keep all of the text', async () => {
    const moments: (() => void)[] = [];
    const colouring = new Colouring(new IdleWork((run) => moments.push(run)));
    const texts = ['const first = 1;\n', 'const long = 2;\n'.repeat(300), 'const last = 3;\n'];
    document.body.innerHTML = '<code data-language="typescript"></code>'.repeat(texts.length);
    const codes = [...document.querySelectorAll('code')];
    codes.forEach((code, index) => (code.textContent = texts[index] ?? ''));

    colouring.add(document.body);
    while (moments.length === 0) await new Promise(setImmediate);
    const coloured: number[] = [];
    for (let moment = moments.shift(); moment !== undefined; moment = moments.shift()) {
      moment();
      codes.forEach((code, index) => {
        if (code.querySelector('span') !== null && !coloured.includes(index)) coloured.push(index);
      });
      assert.deepEqual(
        codes.map(({ textContent }) => textContent),
        texts,
      );
    }
    assert.deepEqual(coloured, [2, 1, 0]);
  });
});
