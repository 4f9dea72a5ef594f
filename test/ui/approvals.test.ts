import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { screenshot, setTheme } from '../rig/page';
import type { Emulator } from '../emulator';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('approving tools', () => {
  const session = useSession();
  const { chat } = session;

  /** The agent's side: whether a file is in the workspace of the newest task. */
  function made(file: string): boolean {
    const creates = session.emulator.requests.filter(
      ({ method, path }) => method === 'GET' && path.endsWith('/stream'),
    );
    const id = creates.at(-1)?.path.split('/').at(-2) ?? '';
    return existsSync(join(session.emulator.dataDir, 'tasks', id, 'workspace', file));
  }

  async function ask(message: string): Promise<void> {
    await chat.begin();
    await chat.approveAutomatically.uncheck();
    await chat.say(message);
  }

  it('once, in the notification', async () => {
    const { workbench } = session;
    await ask('Run `touch one.txt`');
    const notification = workbench.notification('run_shell_command');
    await notification.waitFor();
    assert.match(await notification.innerText(), /touch one\.txt/);
    await screenshot(workbench.page, 'approval-dark');
    assert.equal(made('one.txt'), false);
    await workbench.answerNotification('run_shell_command', 'Approve once');
    await chat.answered(/one\.txt|touch/);
    assert.equal(made('one.txt'), true);
    assert.equal(await chat.tool('run_shell_command').getAttribute('data-status'), 'success');
  });

  it('in the card; the notification that is then out of date sends nothing and says so', async () => {
    const { workbench, emulator } = session;
    await ask('Run `touch two.txt`');
    await chat.button('Approve once').waitFor();
    await workbench.notification('touch two.txt').waitFor();
    await setTheme(session.editor, workbench, 'light');
    await screenshot(workbench.page, 'approval-light');
    assert.equal(made('two.txt'), false);
    await chat.button('Approve once').click();
    await chat.answered(/two\.txt|touch/);
    assert.equal(made('two.txt'), true);
    const answers = answersSent(emulator);
    await workbench.answerNotification('touch two.txt', 'Reject');
    await workbench.notification(/already|no longer/i).waitFor();
    assert.equal(answersSent(emulator), answers);
    await setTheme(session.editor, workbench, 'dark');
  });

  it('rejects: the tool does not run', async () => {
    await ask('Run `touch three.txt`');
    await chat.button('Reject').click();
    await chat.answered(/not|reject/i);
    assert.equal(made('three.txt'), false);
    assert.equal(await chat.tool('run_shell_command').getAttribute('data-status'), 'cancelled');
  });

  it('rejects with a reason, which is sent as a message when the agent is ready', async () => {
    const { emulator } = session;
    await ask('Run `touch why.txt`');
    await chat.button('Say why not…').click();
    const box = session.workbench.webview.getByRole('textbox', { name: 'Reason' });
    await box.fill('Use another name');
    await photograph(session, 'approval-reason');
    await box.press('Enter');
    await chat
      .articles('user')
      .nth(1)
      .filter({ hasText: 'I rejected run_shell_command: Use another name' })
      .waitFor();
    await chat.cancel.waitFor({ state: 'hidden' });
    assert.equal(made('why.txt'), false);
    assert.equal(await chat.tool('run_shell_command').getAttribute('data-status'), 'cancelled');
    const [answer, message] = emulator.requests.filter(({ method }) => method === 'POST').slice(-2);
    assert.deepEqual([answer?.path.split('/').at(-1), answer?.body], ['approve', { outcome: 'cancel' }]);
    assert.match(message?.path ?? '', /\/messages$/);
  });

  it('always: the same tool is not asked about again', async () => {
    const { emulator } = session;
    await ask('Run `touch four.txt`');
    await chat.button('Always approve').click();
    await chat.answered(/four\.txt|touch/);
    const answers = answersSent(emulator);
    await chat.say('Run `touch five.txt`');
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered(/five\.txt|touch/);
    assert.equal(made('five.txt'), true);
    assert.equal(answersSent(emulator), answers);
  });
});

function answersSent(emulator: Emulator): number {
  return emulator.requests.filter(({ path }) => path.endsWith('/approve')).length;
}
