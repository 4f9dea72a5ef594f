import assert from 'node:assert/strict';
import { NewestReading } from '../../../src/host/auth/newest-reading';

describe('the newest reading', () => {
  it('is the only one that counts, and what everybody waits for', async () => {
    const answers: ((found: string) => void)[] = [];
    const known: string[] = [];
    const reading = new NewestReading<string>(
      () => new Promise((resolve) => answers.push(resolve)),
      (found) => known.push(found),
    );
    const told: string[] = [];
    const first = reading.ready().then(() => told.push(`first ${known.join()}`));
    const second = reading.again().then(() => told.push(`second ${known.join()}`));
    answers[0]?.('old');
    await new Promise((settled) => setImmediate(settled));
    assert.deepEqual(told, []);
    answers[1]?.('new');
    await Promise.all([first, second]);
    assert.deepEqual(told.toSorted(), ['first new', 'second new']);
    await reading.ready();
    assert.equal(answers.length, 2);
  });
});
