import assert from 'node:assert/strict';
import { photograph } from './photograph';
import { useSession } from './use-session';

const code = 'def area(radius):\n    return 3.14159 * radius ** 2\n\n\nprint(area(2))';

describe('watching an answer', () => {
  const session = useSession();
  const { chat } = session;

  async function ask(message: string): Promise<void> {
    await chat.begin();
    await chat.say(message);
  }

  const content = (text: string) => ({ event: 'content', data: { text, isPartial: true } });

  const steps = (from: number, to: number) =>
    Array.from({ length: to - from }, (_item, index) => {
      const callId = `step-${from + index}`;
      const args = { command: `make part-${from + index}` };
      return [
        { event: 'thought', data: { subject: `Part ${from + index}`, description: 'What comes next.' } },
        { event: 'tool_call', data: { callId, toolName: 'run_shell', status: 'executing', args } },
        { event: 'tool_result', data: { callId, status: 'success', output: 'Made.' } },
      ];
    }).flat();

  it('grows word by word, and what is finished stays the same node', async () => {
    session.emulator.script(/write about circles/i, [
      { event: 'thought', data: { subject: 'Remembering circles', description: 'They are round.' } },
      content('The first paragraph is **done**.\n\nThe second '),
      { gate: 'second' },
      content('one grew.\n\n```python\n' + code.slice(0, 30)),
      { gate: 'code' },
      content(code.slice(30) + '\n```\n\n'),
      {
        event: 'tool_call',
        data: {
          callId: 'c1',
          toolName: 'measure',
          status: 'executing',
          args: { path: 'circle.svg', digits: 4 },
        },
      },
      { gate: 'tool' },
      { event: 'tool_result', data: { callId: 'c1', status: 'success', output: 'It measures 12.5664.' } },
      content('All '),
      content('is said.'),
    ]);
    await ask('Write about circles');
    const answer = chat.lastAnswer;
    const paragraphs = answer.locator('.markdown p');
    await paragraphs
      .nth(1)
      .filter({ hasText: /^The second\s*$/ })
      .waitFor();
    await chat.articles('user').filter({ hasText: 'Write about circles' }).evaluate(mark);
    await paragraphs.first().evaluate(mark);
    session.emulator.openGate('second');
    await paragraphs.nth(1).filter({ hasText: 'The second one grew.' }).waitFor();
    await answer.locator('pre').filter({ hasText: 'def area' }).waitFor();
    await paragraphs.nth(1).evaluate(mark);
    session.emulator.openGate('code');
    await chat.tool('measure').waitFor();
    await answer.locator('.code-block').evaluate(mark);
    await photograph(session, 'running');
    session.emulator.openGate('tool');
    await chat.answered('All is said.');
    for (const node of [paragraphs.first(), paragraphs.nth(1), answer.locator('.code-block')]) {
      assert.equal(await node.evaluate(isMarked), true, await node.innerText());
    }
    assert.equal(await chat.articles('user').evaluate(isMarked), true);
    assert.equal(await answer.locator('pre code').innerText(), code);
    assert.equal(await answer.locator('.markdown strong').innerText(), 'done');
  });

  it('folds thoughts and tools, with their subject, arguments and result', async () => {
    const thought = chat.lastAnswer.locator('summary').filter({ hasText: 'Remembering circles' });
    assert.equal(await chat.text('They are round.').isVisible(), false);
    await thought.click();
    await chat.text('They are round.').waitFor();
    await thought.click();
    await chat.text('They are round.').waitFor({ state: 'hidden' });

    const tool = chat.tool('measure');
    assert.equal(await tool.getAttribute('data-status'), 'success');
    assert.match(await tool.innerText(), /circle\.svg/);
    assert.equal(await tool.getByText('Arguments').isVisible(), false);
    await tool.locator('summary').click();
    await tool.getByText('Arguments').waitFor();
    assert.match(await tool.innerText(), /digits\s+4[^]*Result\s+It measures 12\.5664\./);
    await tool.locator('summary').click();
    await tool.getByText('Arguments').waitFor({ state: 'hidden' });
  });

  it('stays where the person scrolled to, until they jump to the latest', async () => {
    const { page } = session.workbench;
    const lines = (from: number) =>
      Array.from({ length: 30 }, (_item, index) => content(`Line ${from + index}.\n\n`));
    session.emulator.script(/many lines/, [
      ...lines(1),
      { gate: 'more' },
      ...lines(31),
      { gate: 'most' },
      ...lines(61),
    ]);
    await ask('Write many lines');
    await chat.text('Line 30.').waitFor();
    const below = () =>
      chat.log.evaluate((log) => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop));
    const top = () => chat.log.evaluate((log) => log.scrollTop);
    assert.ok((await below()) < 3);
    const jump = chat.button('Jump to latest');
    assert.equal(await jump.isVisible(), false);
    await chat.log.hover();
    await page.mouse.wheel(0, -400);
    await jump.waitFor();
    const place = await top();
    assert.ok(place > 0);
    session.emulator.openGate('more');
    await chat.text('Line 60.').waitFor({ state: 'attached' });
    assert.equal(await top(), place);
    await photograph(session, 'scrolled-up');
    await jump.click();
    await jump.waitFor({ state: 'detached' });
    assert.ok((await below()) < 3);
    session.emulator.openGate('most');
    await chat.answered('Line 90.');
    assert.ok((await below()) < 3, `${await below()} pixels below`);
    assert.equal(await jump.isVisible(), false);
  });

  it('opens a long conversation at its end, and has the rest as the person goes back', async () => {
    const { workbench, emulator, elsewhere } = session;
    const id = await elsewhere.start('What is 6 * 7?');
    await elsewhere.untilStatus(id, 'completed');
    emulator.remember(id, longHistory(300));
    await workbench.openView('Sigmic');
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await workbench.treeRow('What is 6 * 7?').click();
    await chat.answered('42');
    const log = chat.log;
    await chat.button('Show earlier messages').waitFor({ state: 'attached' });
    const turns = log.locator('[data-turn]');
    assert.ok((await turns.count()) < 60, `${await turns.count()} turns are made`);

    await log.hover();
    const question = chat.articles('user').filter({ hasText: 'Question 250' });
    while ((await question.count()) === 0) {
      await workbench.page.mouse.wheel(0, -1500);
      await log.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    await question.evaluate((article) => article.scrollIntoView({ block: 'start' }));
    const tool = log.locator('[data-call="call-250"]');
    await tool.locator('summary').click();
    await tool.getByRole('button', { name: 'Show all' }).click();
    await tool.getByText('the last of 250').waitFor();
    assert.ok((await turns.count()) < 100, `${await turns.count()} turns are made`);
    await question.evaluate((article) => article.scrollIntoView({ block: 'start' }));
    // What can be done with a message shows beside the newest, and the one under the mouse.
    await chat.message.hover();
    const shown = await log
      .locator('.message-actions')
      .evaluateAll((all) =>
        all
          .filter((actions) => getComputedStyle(actions).opacity === '1')
          .map((actions) => actions.closest('[data-turn]')?.getAttribute('data-turn')),
      );
    const newest = await turns.last().getAttribute('data-turn');
    assert.deepEqual([...new Set(shown)], [newest]);
    const place = await question.boundingBox();
    await photograph(session, 'far-back');
    assert.deepEqual(await question.boundingBox(), place);

    // A chat that was away comes back to the same place, which it has to fetch first.
    await chat.begin();
    await workbench.tab('What is 6 * 7?').click();
    await question.waitFor();
    await chat.button('Jump to latest').waitFor();
    await chat.button('Jump to latest').click();
    await chat.answered('42');
  });

  it('has of a turn of very many steps the newest, and the others as the person asks for them', async () => {
    const { workbench, emulator } = session;
    emulator.script(/Work for hours/, [
      content('I begin.'),
      ...steps(0, 400),
      { gate: 'hours' },
      ...steps(400, 460),
      content('I end.'),
    ]);
    await ask('Work for hours');
    const row = chat.button('Show earlier steps');
    const cards = chat.log.locator('.tool');
    const card = (n: number) => chat.log.locator(`[data-call="step-${n}"]`);
    await card(399).waitFor();
    assert.equal(await row.innerText(), 'Show earlier steps (700)');
    emulator.openGate('hours');
    await chat.answered('I end.');
    await chat.tool('run_shell').last().filter({ hasText: 'make part-459' }).waitFor();
    assert.ok((await cards.count()) <= 100, `${await cards.count()} cards`);

    // By keyboard, and what stands on screen stays there.
    await row.focus();
    await chat.button('Jump to latest').waitFor();
    const folded = Number(/\d+/.exec(await row.innerText()));
    const first = Math.floor(folded / 2) + 2;
    const top = async () => (await card(first).boundingBox())?.y ?? NaN;
    const place = await top();
    await photograph(session, 'earlier-steps');
    await row.press('Enter');
    await chat.button(`Show earlier steps (${folded - 500})`).waitFor({ state: 'attached' });
    assert.ok(Math.abs((await top()) - place) <= 1, `from ${place} to ${await top()}`);
    assert.ok((await cards.count()) < 250, `${await cards.count()} cards`);

    await row.evaluate((button) => button.scrollIntoView({ block: 'center' }));
    await row.click();
    await row.waitFor({ state: 'detached' });
    await chat.articles('user').evaluate((message) => message.scrollIntoView());
    await card(0).waitFor();
    await photograph(session, 'first-steps');
    assert.ok((await cards.count()) < 250, `${await cards.count()} cards`);
    await chat.button('Jump to latest').click();
    await card(459).waitFor();
    await workbench.runCommand('Sigmic: New Task');
    await workbench.tab('Work for hours').click();
    await card(459).waitFor();
    await chat.lastAnswer.hover();
    await chat.lastAnswer.getByRole('button', { name: 'Copy message' }).click();
    await workbench.page.locator('.statusbar').getByText('Copied').waitFor();
    const copied = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, 'I begin.\n\nI end.');
  });

  it('has of a subagent that did very much the newest, and the others as the person asks for them', async () => {
    const asked = { callId: 'late', toolName: 'deploy', args: { target: 'production' } };
    session.emulator.script(/Read it all/, [
      { event: 'tool_call', data: { ...asked, status: 'pending' } },
      ...steps(0, 110),
      ...reading(300),
      { gate: 'read' },
      { event: 'tool_call', data: { ...asked, status: 'awaiting_approval' } },
      { gate: 'asked' },
      { event: 'tool_result', data: { callId: 'late', status: 'success', output: 'Deployed.' } },
      content('All is read.'),
    ]);
    await ask('Read it all');
    const agent = chat.log.getByRole('group', { name: 'Subagent: Reader' });
    const card = (n: number) => agent.locator('.tool').filter({ hasText: `part-${n}.md` });
    const row = agent.getByRole('button', { name: 'Show earlier steps' });
    await card(299).filter({ hasText: 'Done' }).waitFor();
    await row.focus();
    await chat.button('Jump to latest').waitFor();
    assert.ok((await agent.locator('.tool').count()) <= 100);
    const first = Math.ceil(Number(/\d+/.exec(await row.innerText())) / 2);
    const top = async () => (await card(first).boundingBox())?.y ?? NaN;
    const place = await top();
    await photograph(session, 'subagent-steps');
    await row.press('Enter');
    // More than a page of them there never was.
    await row.waitFor({ state: 'detached' });
    assert.ok(Math.abs((await top()) - place) <= 1, `from ${place} to ${await top()}`);
    assert.ok((await agent.locator('.tool').count()) < 200);
    session.emulator.openGate('read');

    // A call that was folded away with the oldest steps asks late.
    await chat.button('Show the question').click();
    await chat.tool('deploy').getByRole('button', { name: 'Approve once' }).waitFor();
    assert.equal(await chat.tool('deploy').evaluate((card) => card === document.activeElement), true);
    session.emulator.openGate('asked');
    await chat.answered('All is read.');
  });

  it('stops when the person cancels, and says so', async () => {
    const { emulator } = session;
    await ask('Count slowly to 50');
    await chat.lastAnswer.filter({ hasText: '1, 2' }).waitFor();
    await chat.cancel.click();
    await chat.lastAnswer.filter({ hasText: 'Cancelled.' }).waitFor();
    await chat.cancel.waitFor({ state: 'detached' });
    assert.equal(emulator.requests.filter(({ method }) => method === 'DELETE').length, 1);
    await photograph(session, 'cancelled');
    await chat.say('What is 6 * 7?');
    await chat.articles('assistant').nth(1).filter({ hasText: '42' }).waitFor();
    assert.match(await chat.articles('assistant').first().innerText(), /1, 2[^]*Cancelled\.$/);
    assert.deepEqual(session.workbench.problems, []);
  });
});

/** Runs in the page: leaves a mark that a node made anew would not have. */
function mark(element: Element): void {
  Reflect.set(element, 'markedByTest', true);
}

/** Runs in the page. */
function isMarked(element: Element): boolean {
  return Reflect.get(element, 'markedByTest') === true;
}

/** A subagent that reads so many files, with a thought before each, and goes on. */
function reading(files: number) {
  const agentName = 'reader';
  return [
    { event: 'subagent_start', data: { agentName, displayName: 'Reader', objective: 'Read all parts' } },
    ...Array.from({ length: files }, (_, n) => [
      { event: 'subagent_thought', data: { agentName, text: `On to part ${n}` } },
      {
        event: 'subagent_tool',
        data: { agentName, status: 'start', toolName: 'read_file', args: { path: `part-${n}.md` } },
      },
      {
        event: 'subagent_tool',
        data: { agentName, status: 'end', toolName: 'read_file', output: 'It says little.' },
      },
    ]).flat(),
  ];
}

/** So many questions with answers, each with a tool whose result is too long for a first look. */
function longHistory(questions: number) {
  return Array.from({ length: questions }, (_, n) => [
    { role: 'user' as const, content: `Question ${n}` },
    {
      role: 'assistant' as const,
      content: `Answer ${n}.\n\n${'It says a few things. '.repeat(20)}`,
      toolCalls: [
        {
          callId: `call-${n}`,
          toolName: 'run',
          status: 'success',
          args: { command: `make ${n}` },
          output: `${'a line of output\n'.repeat(500)}the last of ${n}`,
        },
      ],
    },
  ]).flat();
}
