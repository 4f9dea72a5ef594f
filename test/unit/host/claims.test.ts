import assert from 'node:assert/strict';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Claims } from '../../../src/host/platform/claims';
import { silentLog } from '../session/watch';
import { temporaryFolder } from './temporary-folder';

describe('claims', () => {
  const folder = temporaryFolder();
  const windows = (count: number): Claims[] =>
    Array.from({ length: count }, () => new Claims(join(folder(), 'claims'), silentLog));

  it('lets one of five windows be the first, each time anew', async () => {
    const all = windows(5);
    for (const occasion of ['ended:a:1', 'ended:a:2', 'ended:b:1']) {
      const answers = await Promise.all(all.map((window) => window.claim(occasion)));
      assert.equal(answers.filter((first) => first).length, 1, occasion);
    }
  });

  it('refuses one that was claimed before the window was opened', async () => {
    const [early, late] = windows(2);
    assert.equal(await early?.claim('x'), true);
    assert.equal(await late?.claim('x'), false);
    assert.equal(await early?.claim('x'), false);
  });

  it('takes any words for an occasion', async () => {
    const [window] = windows(1);
    for (const key of ['../../escape', 'a/b', '', 'ü'.repeat(5000)])
      assert.equal(await window?.claim(key), true);
    assert.equal((await readdir(folder())).join(), 'claims');
  });

  it('gives what an attempt has claimed to it again, also in the next window, and to no other', async () => {
    const [before, after] = windows(2);
    assert.equal(await before?.claimFor('made t', 'a'), true);
    assert.equal(await before?.claimFor('made t', 'b'), false);
    assert.equal(await after?.claimFor('made t', 'a'), true);
    assert.equal(await after?.claimFor('made t', 'b'), false);
  });

  it('forgets what is a week old', async () => {
    const [before, after] = windows(2);
    await before?.claim('old');
    const [name = ''] = await readdir(join(folder(), 'claims'));
    const lastMonth = new Date(Date.now() - 30 * 86_400_000);
    await utimes(join(folder(), 'claims', name), lastMonth, lastMonth);
    await after?.claim('new');
    while ((await readdir(join(folder(), 'claims'))).length > 1)
      await new Promise((resolve) => setImmediate(resolve));
  });

  it('lets one of five open windows ask, and another one when that is closed, one after the other', async () => {
    const alive = new Set([11, 12, 13, 14, 15]);
    const all = [...alive].map((own) => {
      const processes = { own, isAlive: (pid: number): boolean => alive.has(pid) };
      return { own, claims: new Claims(join(folder(), 'claims'), silentLog, processes) };
    });
    const asking = async (): Promise<readonly number[]> => {
      const open = all.filter(({ own }) => alive.has(own));
      const answers = await Promise.all(open.map(({ claims }) => claims.claimWhileOpen('asks:a')));
      return open.flatMap(({ own }, index) => (answers[index] === true ? [own] : []));
    };
    for (let left = 5; left > 0; left -= 1) {
      const [first = 0, ...others] = await asking();
      assert.deepEqual([alive.has(first), others], [true, []]);
      assert.deepEqual(await asking(), [first]);
      alive.delete(first);
    }
  });

  it('takes a claim whose owner cannot be told for that of an open window', async () => {
    const [window] = windows(1);
    await window?.claim('asks:a');
    const [name = ''] = await readdir(join(folder(), 'claims'));
    for (const text of ['', '-1', 'nobody']) {
      await writeFile(join(folder(), 'claims', name), text);
      assert.equal(await window?.claimWhileOpen('asks:a'), false);
    }
  });

  it('knows by itself which windows are open', async () => {
    const [window] = windows(1);
    await window?.claimWhileOpen('asks:a');
    const [name = ''] = await readdir(join(folder(), 'claims'));
    assert.equal(await window?.claimWhileOpen('asks:a'), true);
    await writeFile(join(folder(), 'claims', name), String(process.ppid));
    assert.equal(await window?.claimWhileOpen('asks:a'), false);
    // No system gives a process such a number.
    await writeFile(join(folder(), 'claims', name), String(2 ** 30));
    assert.equal(await window?.claimWhileOpen('asks:a'), true);
  });

  it('speaks rather twice than never when the disk fails, and says why in the log', async () => {
    await writeFile(join(folder(), 'claims'), 'a file where the folder should be');
    const warnings: string[] = [];
    const window = new Claims(join(folder(), 'claims'), { warn: (text) => warnings.push(text) });
    assert.equal(await window.claim('x'), true);
    assert.match(warnings[0] ?? '', /could not be claimed/);
  });
});
