import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Fault } from '../emulator';
import { screenshot } from '../rig/page';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('what the service refuses', () => {
  const session = useSession();
  const { chat } = session;

  before(async () => {
    await session.workbench.openView('Sigmic');
  });
  afterEach(() => session.emulator.faults.clear());

  const problem = (): Locator => session.workbench.webview.getByRole('alert');

  async function compose(): Promise<void> {
    await chat.begin();
  }

  /** Deletions of tasks that were answered with this status. */
  function deletions(status: number): number {
    return session.emulator.requests.filter(
      (request) => request.method === 'DELETE' && request.status === status,
    ).length;
  }

  describe('of a new task', () => {
    const once = (fault: Fault): Fault => ({ ...fault, match: { method: 'POST', path: '/tasks', times: 1 } });
    const repeatable: readonly [string, Fault, RegExp][] = [
      ['EXECUTION_ERROR', { fail: 'EXECUTION_ERROR' }, /failed while Sigmic carried it out/],
      [
        'a rate limit',
        { respond: { status: 429, headers: { 'retry-after': '1' } } },
        /too many requests in a short time. Try again in 1 second/,
      ],
    ];
    for (const [name, fault, words] of repeatable) {
      it(`is told with Try Again, which sends it: ${name}`, async () => {
        await compose();
        session.emulator.faults.add(once(fault));
        await chat.say('What is 60 + 6?');
        await problem().filter({ hasText: words }).waitFor();
        await chat.button('Try Again').click();
        await chat.answered('66');
        assert.equal(await chat.articles('user').count(), 1);
      });
    }

    it('is looked into when nobody knows whether it arrived, and sent again by hand: an overload', async () => {
      await compose();
      session.emulator.faults.add(once({ respond: { status: 503, headers: { 'retry-after': '1' } } }));
      await chat.say('What is 70 + 7?');
      await problem()
        .filter({ hasText: /may have arrived; Sigmic does not show it/ })
        .waitFor();
      await chat.button('Send Again').click();
      await chat.answered('77');
      const created = session.emulator.requests.filter(
        ({ method, path, status }) => method === 'POST' && path.endsWith('/tasks') && status === 200,
      );
      assert.equal(created.length, 3);
    });

    it('is told with what was typed kept, and the button that helps: the key, the Console, the log', async () => {
      const { workbench, emulator } = session;
      await compose();
      emulator.faults.add(once({ fail: 'FORBIDDEN' }));
      await chat.say('What is 80 + 8?');
      await problem()
        .filter({ hasText: /does not allow this.*another project/ })
        .waitFor();
      await photograph(session, 'error-forbidden');
      await chat.button('Sign In').click();
      await workbench.page.getByText('Sign In to Sigmic').waitFor();
      await workbench.page.keyboard.press('Escape');
      await workbench.quickInput.waitFor({ state: 'hidden' });
      await chat.holds('What is 80 + 8?');

      emulator.faults.add(once({ fail: 'ORIGIN_NOT_ALLOWED' }));
      await chat.message.press('Enter');
      await problem()
        .filter({ hasText: /may not be used from here/ })
        .waitFor();
      await chat.button('Open Console').click();
      await workbench.dialog('sigmic.ai').waitFor();
      await screenshot(workbench.page, 'error-open-console-dark');
      await workbench.page.keyboard.press('Escape');

      emulator.faults.add(once({ fail: 'VALIDATION_ERROR' }));
      await chat.message.press('Enter');
      await problem()
        .filter({ hasText: /did not accept it.*Refused with VALIDATION_ERROR/ })
        .waitFor();
      await chat.button('Show Log').click();
      await workbench.page.locator('.part.panel .output-view').waitFor();
      await workbench.page.keyboard.press('Control+J');

      await chat.message.press('Enter');
      await chat.answered('88');
    });
  });

  describe('of a conversation', () => {
    it('is told in the chat, with a way on: a task that is not there', async () => {
      const { emulator, workbench } = session;
      await workbench.page.keyboard.press('Control+K');
      await workbench.page.keyboard.press('Control+W');
      emulator.faults.add({ match: { path: '/stream' }, fail: 'NOT_FOUND' });
      await workbench
        .treeRow(/What is 60 \+ 6/)
        .first()
        .click();
      await chat.connection
        .filter({ hasText: /Disconnected. Could not open the task: Sigmic does not know it/ })
        .waitFor();
      await photograph(session, 'error-not-found');
      emulator.faults.clear();
      await chat.button('Try now').click();
      await chat.answered('66');
    });

    it('is told in the chat, with a way on: a key that may not see it', async () => {
      const { emulator, workbench } = session;
      emulator.faults.add({ match: { path: '/stream' }, fail: 'FORBIDDEN' });
      await workbench
        .treeRow(/What is 80 \+ 8/)
        .first()
        .click();
      await chat.connection.filter({ hasText: /your key does not allow this/ }).waitFor();
      await chat.button('Sign In').click();
      await workbench.page.getByText('Sign In to Sigmic').waitFor();
      await workbench.page.keyboard.press('Escape');
      emulator.faults.clear();
      await chat.button('Try now').click();
      await chat.answered('88');
    });
  });

  describe('of a cancel', () => {
    /** A task that runs until the gate of this name opens. */
    async function begin(name: string): Promise<void> {
      session.emulator.script(new RegExp(`runs for ${name}`), [
        { event: 'content', data: { text: 'At work. ', isPartial: true } },
        { gate: name },
      ]);
      await compose();
      await chat.say(`A task that runs for ${name}`);
      await chat.lastAnswer.filter({ hasText: 'At work.' }).waitFor();
    }

    it('is told when Sigmic cannot be reached, and can be tried again', async () => {
      const { emulator, workbench } = session;
      await begin('a long time');
      emulator.faults.add({ match: { method: 'DELETE' }, respond: { status: 503 } });
      await chat.cancel.click();
      await workbench.notification('Could not cancel the task: Sigmic is not available').waitFor();
      await chat.cancel.waitFor();
      emulator.faults.clear();
      await workbench.answerNotification('Could not cancel the task', 'Try Again');
      await chat.cancel.waitFor({ state: 'hidden' });
      await workbench.page.locator('.statusbar').getByText('Task cancelled').waitFor();
      assert.equal(deletions(200), 1);
    });

    it('is none when only looking afterwards fails', async () => {
      const { emulator, workbench } = session;
      await begin('a while');
      emulator.faults.add({ match: { method: 'GET', path: /\/tasks\/[\w-]+$/ }, respond: { status: 503 } });
      await chat.cancel.click();
      await workbench.notification('Sigmic took your request').waitFor();
      assert.equal(await workbench.notification('Could not cancel').count(), 0);
      emulator.faults.clear();
      await chat.cancel.waitFor({ state: 'hidden' });
    });

    it('is none when the task ended in the same moment', async () => {
      const { emulator, workbench } = session;
      await begin('a moment');
      // The stream is slow to tell, so that the button still stands when the task is done.
      emulator.faults.add({ match: { method: 'DELETE' }, delayMs: 1500 });
      await chat.cancel.click();
      emulator.openGate('a moment');
      await workbench.notification('was done already: there was nothing to cancel').waitFor();
      assert.equal(await workbench.notification('Could not cancel').count(), 0);
      assert.deepEqual(workbench.problems, []);
    });
  });
});
