import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('a chat in hard cases', () => {
  const session = useSession({ emulator: { pace: 2, startWhenWatched: true } });
  const { chat } = session;

  afterEach(() => session.emulator.faults.clear());

  async function ask(message: string): Promise<void> {
    await chat.begin();
    await chat.say(message);
  }

  /** What the server has saved as the newest answer of the newest task. */
  async function savedAnswer(): Promise<string> {
    const { url, key } = session.emulator;
    const get = async (path: string): Promise<unknown> => {
      const response = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
      return Reflect.get(Object(await response.json()), 'data');
    };
    const [task] = (await get('/tasks?limit=1')) as { id: string }[];
    const { messages } = (await get(`/tasks/${task?.id}/history`)) as { messages: { content: string }[] };
    return messages.at(-1)?.content ?? '';
  }

  it('shows the whole answer once although its stream broke again and again', async () => {
    const { faults } = session.emulator;
    faults.add({ match: { path: '/stream$', times: 1 }, dropAfterEvents: 12 });
    faults.add({ match: { path: '/stream$', times: 1 }, dropAfterBytes: 3_000 });
    faults.add({
      match: { path: '/stream$', times: 1 },
      respond: { status: 502, body: '<html>Bad gateway</html>' },
    });
    await ask('Give me a long answer in 3 sections');
    await chat.answered('That were 3 sections');
    const headings = (await savedAnswer()).match(/^#+ .*$/gm) ?? [];
    assert.ok(headings.length >= 3);
    const shown = await chat.lastAnswer.getByRole('heading').allInnerTexts();
    assert.deepEqual(
      shown,
      headings.map((heading) => heading.replace(/^#+ /, '')),
    );
    const streams = session.emulator.requests.filter(({ path }) => path.endsWith('/stream'));
    assert.ok(streams.length >= 4, `${streams.length} connections`);
  });

  it('says that it reconnects, keeps what is there, and goes on at once when asked to', async () => {
    const { emulator } = session;
    emulator.script(/^Wait for the network/, [
      { event: 'content', data: { text: 'Before the loss. ' } },
      { gate: 'network' },
      { event: 'content', data: { text: 'After the loss.' } },
    ]);
    emulator.faults.add({ match: { path: '/stream$', times: 1 }, dropAfterEvents: 4 });
    emulator.faults.add({
      match: { path: '/stream$', times: 1 },
      respond: { status: 503, body: '', headers: { 'retry-after': '500' } },
    });
    await ask('Wait for the network');
    await chat.connection.filter({ hasText: /Reconnecting in 8 min, last heard \d+ s ago/ }).waitFor();
    await chat.connection.filter({ hasText: 'The server is busy.' }).waitFor();
    await chat.lastAnswer.filter({ hasText: 'Before the loss.' }).waitFor();
    await photograph(session, 'reconnecting');
    emulator.openGate('network');
    await chat.button(/try now/i).click();
    await chat.answered('Before the loss. After the loss.');
  });

  it('follows a task by other calls while a proxy holds the stream back, says so, and takes the stream up again', async () => {
    const { emulator } = session;
    const held = 20_000;
    emulator.script(/^Go through the proxy/, [
      { event: 'content', data: { text: 'Told behind the proxy. ' } },
      { gate: 'ask behind the proxy' },
      { approval: { callId: 'p1', toolName: 'run_shell_command', args: { command: 'ls -l' } } },
      { event: 'content', data: { text: 'Answered behind the proxy. ' } },
      { gate: 'after the proxy' },
      { event: 'content', data: { text: 'Told by the stream.' } },
    ]);
    emulator.faults.add({ match: { path: '/stream$' }, hold: { gate: 'proxy' } });
    await chat.begin();
    await chat.approveAutomatically.uncheck();
    await chat.say('Go through the proxy');
    const patience = { timeout: held + 30_000 };
    await chat.connection.filter({ hasText: 'Checking every 10 s' }).waitFor(patience);
    await chat.connection.filter({ hasText: 'A proxy may be holding it back.' }).waitFor();
    await chat.button('Check Connection').waitFor();
    await chat.lastAnswer.filter({ hasText: 'Told behind the proxy.' }).waitFor();
    await photograph(session, 'held-back');
    emulator.openGate('ask behind the proxy');
    await chat.button('Approve once').click(patience);
    await chat.lastAnswer.filter({ hasText: 'Answered behind the proxy.' }).waitFor(patience);
    emulator.openGate('proxy');
    await chat.connection.filter({ hasText: 'Connected' }).waitFor();
    emulator.openGate('after the proxy');
    await chat.answered('Told by the stream.');
    const answer = await chat.lastAnswer.innerText();
    assert.equal(answer.match(/Told behind the proxy\./g)?.length, 1);
    assert.equal(answer.match(/Answered behind the proxy\./g)?.length, 1);
  });

  it('says what happened when the task fails, and what to do', async () => {
    session.emulator.script(/^Fail/, [
      { event: 'content', data: { text: 'I begin.' } },
      { fail: 'The disk is full' },
    ]);
    await ask('Fail');
    await chat.answered('The disk is full');
    await chat.button('Edit and ask again').click();
    await chat.holds('Fail');
    await photograph(session, 'failed-task');
  });

  it('lets nothing in that a hostile answer brings', async () => {
    const { workbench, emulator } = session;
    const foreign: string[] = [];
    workbench.page.on('request', (request) => {
      if (request.url().includes('evil.example')) foreign.push(request.url());
    });
    const text = [
      '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">',
      '[click](javascript:alert(1)) [run](command:workbench.action.closeWindow) [data](data:text/html,x)',
      '![pixel](https://evil.example/pixel.png) [web](https://user:secret@evil.example/)',
      'The end',
    ].join('\n\n');
    emulator.script(/^Be hostile/, [
      {
        event: 'tool_call',
        data: {
          callId: 'h1',
          toolName: 'run\u202Egnp',
          status: 'executing',
          args: { command: 'ls \u200B<b>x</b>' },
        },
      },
      {
        event: 'tool_result',
        data: { callId: 'h1', status: 'success', output: '<img src=x onerror=alert(1)>' },
      },
      { event: 'content', data: { text } },
    ]);
    await ask('Be hostile');
    await chat.answered('The end');
    assert.match(await chat.lastAnswer.innerText(), /<script>window\.hacked = true<\/script>/);
    assert.match(await chat.lastAnswer.innerText(), /run‹U\+202E›gnp/);
    assert.equal(await chat.lastAnswer.locator('img, script, iframe, a[href]').count(), 0);
    for (const name of ['click', 'run', 'data'])
      assert.equal(await chat.lastAnswer.getByRole('link', { name }).count(), 0);
    await photograph(session, 'hostile');
    assert.deepEqual(foreign, []);
    assert.deepEqual(workbench.problems, []);
  });

  it('shows all the rest when one part cannot be shown, and that part in an editor', async () => {
    const { workbench, emulator } = session;
    emulator.script(/^Break/, [
      { event: 'content', data: { text: 'This is poison' } },
      { event: 'tool_call', data: { callId: 'p1', toolName: 'look', status: 'executing', args: {} } },
      { event: 'tool_result', data: { callId: 'p1', status: 'success', output: 'seen' } },
      { event: 'content', data: { text: 'The rest' } },
    ]);
    await chat.begin();
    await chat.log
      .or(chat.message)
      .first()
      .evaluate(() => {
        const create = document.createTextNode.bind(document);
        document.createTextNode = (text) => {
          if (text.includes('poison')) throw new RangeError('Poisoned');
          return create(text);
        };
      });
    await chat.say('Break');
    await chat.answered('The rest');
    await chat.lastAnswer.getByText('This part could not be shown').waitFor();
    await chat.tool('look').waitFor();
    await photograph(session, 'broken-part');
    await chat.lastAnswer.getByRole('button', { name: 'Open in Editor' }).click();
    await workbench.editorText.filter({ hasText: /This.is.poison/ }).waitFor();
  });

  it('shows subagents with their own tools, and takes a file with a follow-up', async () => {
    const { emulator, workspace, workbench } = session;
    await chat.begin();
    await chat.attach(join(workspace, 'src/discount.ts'), 'discount.ts');
    await chat.say('Review this code');
    await chat.answered('What I noticed');
    const agent = workbench.webview.getByRole('group', { name: 'Subagent: Code reviewer' });
    await agent.locator('summary').first().click();
    const nested = agent.getByRole('group', { name: 'Tool call: read_file' });
    await nested.waitFor();
    assert.equal(await nested.getAttribute('data-status'), 'success');
    await photograph(session, 'finished');

    const file = join(workspace, 'scripts/monthly_report.py');
    await chat.attach(file, 'monthly_report.py');
    await chat.say('Which files are there?');
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered('monthly_report.py');
    const followUp = emulator.requests.findLast(({ path }) => path.endsWith('/messages'));
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    assert.equal(followUp?.fields?.['message'], 'Which files are there?');
    assert.deepEqual(
      followUp.files?.map((sent) => [sent.name, sent.sha256]),
      [['monthly_report.py', sha256]],
    );
  });

  it('colours code, copies it, and inserts it at the cursor of the editor that was active last', async () => {
    const { workbench, emulator } = session;
    const { page } = workbench;
    const code = 'def area(radius):\n    return 3 * radius';
    emulator.script(/^Write code/, [
      { event: 'content', data: { text: `\`\`\`python\n${code}\n\`\`\`\n\nThat is it.` } },
    ]);
    await ask('Write code');
    await chat.answered('That is it');
    await chat.lastAnswer.locator('.hljs-keyword').filter({ hasText: 'def' }).waitFor();
    await chat.button('Copy code').click();
    await chat.lastAnswer.locator('.code-block .codicon-check').waitFor();
    await workbench.page.locator('.statusbar').getByText('Copied').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
    await workbench.openView('Explorer');
    await workbench.treeRow(/notes\.md/).dblclick();
    await workbench.editorText.filter({ hasText: 'Notes' }).waitFor();
    await page.keyboard.press('Control+End');
    await workbench.tab(/Write code/).click();
    await chat.button('Insert at cursor').click();
    await workbench.editorText.filter({ hasText: 'def area' }).waitFor();
  });

  it('asks before it inserts code with hidden characters, and shows them', async () => {
    const { workbench, emulator, workspace } = session;
    const { page } = workbench;
    const code = 'if (isAdmin\u202E) \u2066{ // \u200B';
    emulator.script(/^Hide something/, [
      { event: 'content', data: { text: `\`\`\`js\n${code}\n\`\`\`\n\nThat hides something.` } },
    ]);
    await workbench.runCommand('View: Close All Editors');
    await workbench.openView('Explorer');
    await workbench.treeRow(/notes\.md/).dblclick();
    await workbench.editorText.filter({ hasText: 'Notes' }).waitFor();
    await page.keyboard.press('Control+End');
    await ask('Hide something');
    await chat.answered('That hides something');
    await chat.lastAnswer.getByText('if (isAdmin‹U+202E›) ‹U+2066›{ // ‹U+200B›').waitFor();
    await chat.button('Copy code').click();
    const copied = workbench.notification(
      'What you copied contains hidden characters (U+202E, U+2066, U+200B)',
    );
    await copied.waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
    await workbench.runCommand('Notifications: Clear All Notifications');

    await chat.button('Insert at cursor').click();
    const question = 'This code contains hidden characters';
    await workbench.notification(question).waitFor();
    await photograph(session, 'hidden-characters');
    await workbench.answerNotification(question, 'Show');
    await workbench.editorText.filter({ hasText: '‹U+202E›' }).waitFor();
    await workbench
      .notification(question)
      .getByRole('button', { name: 'Show', exact: true })
      .waitFor({ state: 'hidden' });
    await workbench.answerNotification(question, 'Insert');
    await workbench
      .tab(/notes\.md/)
      .and(page.locator('.active'))
      .waitFor();
    await workbench.editorText.filter({ hasText: 'isAdmin' }).waitFor();
    assert.ok((await savedText(page, join(workspace, 'notes.md'), 'isAdmin')).endsWith(code));
  });
});

/** Saves the editor in front until the file holds `wanted`: the focus comes to it a moment after its text. */
async function savedText(page: Page, path: string, wanted: string): Promise<string> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    await page.keyboard.press('Control+s');
    const text = await readFile(path, 'utf8');
    if (text.includes(wanted)) return text;
    assert.ok(Date.now() < deadline, 'It was not saved.');
    await page.waitForTimeout(100);
  }
}
