import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { screenshot } from '../rig/page';
import { until } from './until';
import { beginInTwoHalves } from './two-halves';
import { useSession } from './use-session';

describe('the account', () => {
  const session = useSession({ signedIn: false });
  const { chat } = session;
  let key: string;

  before(() => {
    key = session.emulator.key;
  });

  const welcome = (): Locator => session.workbench.page.getByRole('button', { name: 'Sign In', exact: true });
  const newTask = (): Locator => session.workbench.page.getByRole('button', { name: 'New Task' }).first();
  const said = (text: string | RegExp): Locator =>
    session.workbench.page.locator('.quick-input-widget:visible').getByText(text);

  /** Requests that were answered with this status, e.g. `GET 401`. */
  function answered(method: string, status: number, path: RegExp): number {
    return session.emulator.requests.filter(
      (request) => request.method === method && request.status === status && path.test(request.path),
    ).length;
  }

  /** The key in use is revoked in the Console; another one of the same project is good from now on. */
  function revoke(): void {
    const next = anyKey();
    session.emulator.addKey(next, key);
    session.emulator.revokeKey(key);
    key = next;
  }

  it('says while typing what is no key, and asks again after a refused one', async () => {
    const { workbench, emulator } = session;
    await workbench.openView('Sigmic');
    await welcome().click();
    await workbench.quickInput.fill('sigmic_123');
    await said(/A key is "sigmic_" and 64 hex digits/).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput.fill('eyJhbGciOiJ9');
    await said(/this one is not whole/).waitFor();
    assert.equal(emulator.requests.length, 0, 'nothing leaves before the form is right');
    await workbench.answer(anyKey());
    await said(/did not accept that key/).waitFor();
    await screenshot(workbench.page, 'sign-in-refused-dark');
    assert.equal(answered('GET', 401, /tasks/), 1);
    await workbench.answer(` ${key} `);
    await newTask().waitFor();
  });

  it('forgets the key when signing out, and welcomes again', async () => {
    const { workbench, emulator } = session;
    await workbench.runCommand('Sigmic: Sign Out');
    await welcome().waitFor();
    await workbench.notification('Signed out of Sigmic').waitFor();
    const before = emulator.requests.length;
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await said(/Create an API key/).waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
    await welcome().waitFor();
    assert.equal(emulator.requests.length, before);
  });

  it('lets a key be kept or tried again when the service cannot be reached', async () => {
    const { workbench, emulator } = session;
    const mend = emulator.faults.add({ match: { path: '/tasks' }, closeBefore: true });
    await welcome().click();
    await workbench.answer(key);
    await workbench.answerNotification('Could not check the key', 'Try Again');
    await workbench.notification('Could not check the key').waitFor({ state: 'detached' });
    await workbench.answerNotification('Could not check the key', 'Keep It Anyway');
    const failed = workbench.treeRow(/Could not load/);
    await failed.waitFor();
    await screenshot(workbench.page, 'tree-unreachable-dark');
    mend();
    await failed.click();
    await newTask().waitFor();
  });

  it('asks once for another key when a new task is refused, and sends it then, once', async () => {
    const { workbench, emulator } = session;
    await chat.begin();
    revoke();
    await chat.say('What is 20 + 3?');
    await said(/did not accept the key in use/).waitFor();
    assert.equal(await workbench.notification(/./).filter({ hasText: 'no longer accepts' }).count(), 0);
    await workbench.answer(key);
    await chat.answered('23');
    assert.equal(answered('POST', 401, /tasks$/), 1);
    assert.equal(answered('POST', 200, /tasks$/), 1);
    assert.equal(await chat.articles('user').count(), 1);
    assert.equal(emulator.requests.filter(({ method }) => method === 'POST').length, 2);
  });

  it('offers signing in once when a stream is refused, and goes on with it', async () => {
    const { workbench, emulator } = session;
    await beginInTwoHalves(session);
    revoke();
    emulator.openGate('between');
    const offer = workbench.notification('no longer accepts your key');
    await offer.waitFor();
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await said(/did not accept the key in use/).waitFor();
    await screenshot(workbench.page, 'key-revoked-dark');
    assert.equal(await offer.count(), 1);
    await workbench.answer(key);
    await chat.lastAnswer.filter({ hasText: 'The second half.' }).waitFor();
    emulator.openGate('end');
    await chat.answered('The first half. The second half. The end.');
    assert.equal(await chat.articles('assistant').count(), 1);
    // What was offered before is out of date, and asks for nothing any more.
    await offer.getByRole('button', { name: 'Sign In' }).click();
    await workbench.notification('signed in to Sigmic already').waitFor();
    assert.equal(await workbench.quickInput.count(), 0);
  });

  it('offers it once however many streams are refused, and all of them go on', async () => {
    const { workbench, emulator } = session;
    const names = ['north', 'south', 'west'];
    emulator.script(/Report from the/, [
      { event: 'content', data: { text: 'All quiet. ', isPartial: true } },
      { gate: 'all revoked' },
      { event: 'content', data: { text: 'Still ', isPartial: true } },
      { event: 'content', data: { text: 'quiet. ', isPartial: true } },
      { gate: 'all signed in' },
      { event: 'content', data: { text: 'Good night.', isPartial: false } },
    ]);
    emulator.faults.add({ match: { path: '/stream', times: names.length }, dropAfterEvents: 5 });
    for (const name of names) {
      await chat.begin();
      await chat.say(`Report from the ${name}`);
      await chat.lastAnswer.filter({ hasText: 'All quiet.' }).waitFor();
    }
    revoke();
    const refusals = (): number => answered('GET', 401, /stream/);
    const before = refusals();
    emulator.openGate('all revoked');
    const offer = workbench.notification('no longer accepts your key');
    await offer.waitFor();
    await until(() => refusals() === before + names.length);
    assert.equal(await offer.count(), 1);
    await offer.getByRole('button', { name: 'Sign In' }).click();
    await workbench.answer(key);
    emulator.openGate('all signed in');
    for (const name of names) {
      await workbench.tab(new RegExp(`Report from the ${name}`)).click();
      await chat.answered('All quiet. Still quiet. Good night.');
    }
    assert.equal(refusals(), before + names.length, 'none tried the refused key again');
    assert.equal(await offer.count(), 0);
  });

  it('asks once when the tree is refused, and then shows it', async () => {
    const { workbench } = session;
    revoke();
    await workbench.openView('Sigmic');
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await said(/did not accept the key in use/).waitFor();
    await workbench.answer(key);
    await workbench.treeRow(/Tell it in two halves/).waitFor();
    await workbench.treeRow(/What is 20 \+ 3/).waitFor();
    assert.deepEqual(workbench.problems, []);
  });
});

function anyKey(): string {
  return `sigmic_${randomBytes(32).toString('hex')}`;
}
