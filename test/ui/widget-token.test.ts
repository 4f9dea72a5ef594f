import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { screenshot } from '../rig/page';
import { useSession } from './use-session';
import { until } from './until';

describe('a widget token', () => {
  const session = useSession();
  const { chat } = session;

  before(async () => {
    await session.workbench.openView('Sigmic');
  });

  const viewTitle = (text: RegExp): Locator =>
    session.workbench.page.locator('.sidebar .composite.title').getByText(text);

  /** Answers the question with these words; `undefined` confirms what is filled in. */
  async function answer(prompt: RegExp, text?: string): Promise<void> {
    const { page, quickInput } = session.workbench;
    await page
      .locator('.quick-input-widget:visible .quick-input-message')
      .filter({ hasText: prompt })
      .waitFor();
    if (text !== undefined) await quickInput.fill(text);
    await page.keyboard.press('Enter');
  }

  /** Types a token of the same end user into the question for a key; answers when it ends (epoch ms). */
  async function replaceToken(expiresIn: string): Promise<number> {
    const { emulator, workbench } = session;
    await workbench.quickInput.and(workbench.page.locator('[type=password]')).waitFor();
    const response = await fetch(`${emulator.url}/api/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...emulator.widgetApp, endUserId: 'customer-8', expiresIn }),
    });
    const { data } = (await response.json()) as { data: { token: string; expiresAt: string } };
    await workbench.answer(data.token);
    return Date.parse(data.expiresAt);
  }

  it('is asked for question by question, and a fault goes back to its own', async () => {
    const { workbench, emulator } = session;
    const { appId, appSecret } = emulator.widgetApp;
    await workbench.runCommand('Sigmic: Create Widget Token');
    await answer(/ID of your widget app/, appId);
    await answer(/secret of the app/, 'not the secret');
    await answer(/end user for whom/, 'customer-7');
    await answer(/How long/, '1h');
    await workbench.pick('Create Token');
    await answer(/app ID or app secret is wrong.*ID of your widget app/);
    const secret = workbench.page.locator('.quick-input-widget:visible .quick-input-message');
    await secret.filter({ hasText: /secret of the app/ }).waitFor();
    // Nobody reads it over a shoulder.
    assert.equal(await workbench.quickInput.getAttribute('type'), 'password');
    await screenshot(workbench.page, 'widget-token-again-dark');
    await answer(/secret of the app/, appSecret);
    await workbench.pick('Copy Token');
    await workbench.page.locator('.statusbar').getByText('Token copied').waitFor();
    const copied = await workbench.page.evaluate(() => navigator.clipboard.readText());
    const response = await fetch(`${emulator.url}/api/v1/tasks`, {
      headers: { authorization: `Bearer ${copied}` },
    });
    assert.equal(response.status, 200);
    assert.deepEqual(
      emulator.requests.filter(({ path }) => path.endsWith('/auth/token')).map(({ status }) => status),
      [401, 200],
    );
  });

  it('takes the variables and secrets of a set', async () => {
    const { workbench, emulator } = session;
    const { appId, appSecret } = emulator.widgetApp;
    const values = [
      ['Add Variable...', 'Add Variable to shop', 'STAGE', 'Value of STAGE', 'shop-trial'],
      ['Add Secret...', 'Add Secret to shop', 'PASSWORD', 'Value of the Secret PASSWORD', 'shop-sesame'],
    ] as const;
    await workbench.runCommand('Sigmic: Manage Variables');
    await workbench.pick('New Set...');
    await workbench.answerTitled('New Set of Variables', 'shop');
    for (const [add, asksName, name, asksValue, value] of values) {
      await workbench.pick(add);
      await workbench.answerTitled(asksName, name);
      await workbench.answerTitled(asksValue, value);
      await workbench.quickPickRow(name).waitFor();
    }
    await workbench.page.keyboard.press('Escape');
    await workbench.quickPickRow('shop').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });

    await workbench.runCommand('Sigmic: Create Widget Token');
    await answer(/ID of your widget app/, appId);
    await answer(/secret of the app/, appSecret);
    await answer(/end user for whom/, 'customer-9');
    await answer(/How long/, '1h');
    await workbench.quickPickRow('Add Set "shop"').waitFor();
    await screenshot(workbench.page, 'widget-token-sets-dark');
    await workbench.pick('Add Set "shop"');
    await workbench.quickPickRow('PASSWORD').waitFor();
    await workbench.quickPickRow('STAGE').waitFor();
    await workbench.pick('Create Token');
    await workbench.pick('Copy Token');
    await workbench.page.locator('.statusbar').getByText('Token copied').waitFor();
    const { body } = emulator.requests.findLast(({ path }) => path.endsWith('/auth/token')) ?? {};
    assert.deepEqual(body, {
      ...{ appId, appSecret, endUserId: 'customer-9', expiresIn: '1h' },
      ...{ env: { STAGE: 'shop-trial' }, secrets: { PASSWORD: 'shop-sesame' } },
    });
  });

  it('goes back to the lifetime too, with variables kept, and becomes a profile', async () => {
    const { workbench, emulator } = session;
    const { appId, appSecret } = emulator.widgetApp;
    await workbench.runCommand('Sigmic: Create Widget Token');
    await answer(/ID of your widget app/, appId);
    await answer(/secret of the app/, appSecret);
    await answer(/end user for whom/, 'customer-8');
    await answer(/How long/, 'soon');
    await workbench.pick('Add Environment Variable...');
    await answer(/NAME=VALUE/, 'STAGE=trial');
    await workbench.pick('Add Secret...');
    await answer(/NAME=VALUE/, 'PASSWORD=opensesame');
    await workbench.quickPickRow('PASSWORD').waitFor();
    await screenshot(workbench.page, 'widget-token-variables-dark');
    await workbench.pick('Create Token');
    await answer(/does not take this lifetime/, '24s');
    await workbench.pick('Make a Profile of It...');
    await workbench.answerTitled('Add Profile', 'Customer');
    await viewTitle(/Customer, ends in 1 min/).waitFor();
    const { body } = emulator.requests.findLast(({ path }) => path.endsWith('/auth/token')) ?? {};
    assert.deepEqual(body, {
      ...{ appId, appSecret, endUserId: 'customer-8', expiresIn: '24s' },
      ...{ env: { STAGE: 'trial' }, secrets: { PASSWORD: 'opensesame' } },
    });
  });

  it('says in time that it ends, and the next one takes its place', async () => {
    const { workbench, emulator } = session;
    const ending = workbench.notification(/Your token of Customer ends in 1 min/);
    await ending.waitFor();
    await screenshot(workbench.page, 'widget-token-ending-dark');
    await ending.getByRole('button', { name: 'Create New Token' }).click();
    await answer(/ID of your widget app/);
    await answer(/secret of the app/, emulator.widgetApp.appSecret);
    await answer(/end user for whom/);
    await answer(/How long/, '2h');
    await workbench.pick('Create Token');
    await viewTitle(/Customer, ends in 2 h/).waitFor();
    await chat.begin();
    await chat.say('What is 90 + 9?');
    await chat.answered('99');
    await workbench.webview.getByRole('note', { name: 'Profile: Customer' }).waitFor();
    assert.deepEqual(workbench.problems, []);
  });

  it('says after its end that it has ended, and with the next one the task goes on', async () => {
    const { workbench, emulator } = session;
    emulator.script(/two halves/, [
      { event: 'content', data: { text: 'The first half. ', isPartial: true } },
      { gate: 'ended' },
      { event: 'content', data: { text: 'The second half. ', isPartial: true } },
      { gate: 'signed in' },
      { event: 'content', data: { text: 'The end.', isPartial: false } },
    ]);
    // Every connection is lost behind the first gate, which opens when the token has ended.
    const mend = emulator.faults.add({ match: { path: '/stream' }, dropAfterEvents: 4 });
    await chat.begin();
    await chat.say('Tell it in two halves');
    await chat.lastAnswer.filter({ hasText: 'The first half.' }).waitFor();
    await workbench.runCommand('Sigmic: Sign In');
    await workbench.pick('Replace the Key of "Customer"...');
    const ends = await replaceToken('12s');
    await viewTitle(/Customer, ends in 1 min/).waitFor();
    await until(() => Date.now() > ends);
    emulator.openGate('ended');
    const ended = workbench.notification(/Your token of Customer has ended\. Running tasks go on/);
    await ended.waitFor();
    await screenshot(workbench.page, 'widget-token-ended-dark');
    mend();
    await ended.getByRole('button', { name: 'Sign In' }).click();
    await replaceToken('2h');
    await viewTitle(/Customer, ends in 2 h/).waitFor();
    await chat.lastAnswer.filter({ hasText: 'The second half.' }).waitFor();
    emulator.openGate('signed in');
    await chat.answered('The first half. The second half. The end.');
    assert.equal(await chat.articles('assistant').count(), 1);
  });

  it('is told where to set tokens up when the project has none', async () => {
    const { workbench, emulator } = session;
    emulator.faults.add({ match: { path: '/auth/token' }, fail: 'JWT_NOT_CONFIGURED' });
    await workbench.runCommand('Sigmic: Create Widget Token');
    await answer(/ID of your widget app/, 'app');
    await answer(/secret of the app/, 'secret');
    await answer(/end user for whom/, 'me');
    await answer(/How long/);
    await workbench.pick('Create Token');
    await workbench.answerNotification('this project is not set up for tokens', 'Open Console');
    await workbench.dialog('sigmic.ai').waitFor();
    await workbench.page.keyboard.press('Escape');
  });
});
