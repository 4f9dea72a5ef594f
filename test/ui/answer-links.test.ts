import assert from 'node:assert/strict';
import { screenshot } from '../rig/page';
import { useSession } from './use-session';

describe('links of an answer', () => {
  const session = useSession();
  const { chat } = session;

  const address = 'https://docs.example/a%2Fb?x=%26y%3D1&u=https%3A%2F%2Fb#%23part';

  before(async () => {
    const text = [
      `Read [the manual](${address}), or <https://docs.example/plain>.`,
      '[paypal.com](https://evil.example/login) and [аpple.com](https://аpple.com/)',
      '[Bank](https://bank.example@evil.example/) [Write](mailto:help@docs.example?bcc=spy@evil.example&body=x)',
      'The end',
    ].join('\n\n');
    session.emulator.script(/^Link/, [{ event: 'content', data: { text } }]);
    await chat.begin();
    await chat.say('Link');
    await chat.answered('The end');
  });

  it('say in sight where they lead, unless they are that address', async () => {
    const shown = await chat.lastAnswer.getByRole('link').allInnerTexts();
    assert.deepEqual(shown, [
      'the manual (docs.example)',
      'https://docs.example/plain',
      'paypal.com (evil.example)',
      'аpple.com (xn--pple-43d.com)',
      'Write (help@docs.example)',
    ]);
    await screenshot(session.workbench.page, 'links');
  });

  it('open the very address that was parsed, after the editor has asked about a strange site', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const asked: string[] = [];
    await page.context().route('https://docs.example/**', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ status: 200, body: 'The manual' });
    });
    await chat.lastAnswer.getByRole('link', { name: 'the manual' }).focus();
    await page.keyboard.press('Enter');
    const question = workbench.dialog('open the external website');
    await question.waitFor();
    const opened = page.context().waitForEvent('page');
    await question.getByRole('button', { name: 'Open', exact: true }).click();
    const site = await opened;
    await site.getByText('The manual').waitFor();
    assert.equal(site.url(), address);
    assert.deepEqual(asked, [address.replace(/#.*/, '')]);
    await site.close();
  });
});
