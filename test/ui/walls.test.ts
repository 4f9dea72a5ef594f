import assert from 'node:assert/strict';
import { openWorkbench, screenshot } from '../rig/page';
import { Bait } from './bait';
import { Chat } from './chat';
import { useSession } from './use-session';

/** Each wall against a hostile answer must hold while the other is down. */
describe('the walls of the chat', () => {
  const session = useSession();
  let bait: Bait;
  before(async () => (bait = await Bait.start()));
  after(() => bait.stop());

  /** Everything that can be said by an agent, in every field of every event. */
  function hostileTurn(): void {
    const all = Object.values(bait.markup);
    const text = [
      ...all,
      ...all.map((each) => `- a ${each} b`),
      `![x](${bait.url}/markdown) [x](${bait.url}/link) ![x][d] [d]: ${bait.url}/definition`,
      `| ${all.join(' | ')} |\n|${all.map(() => '-|').join('')}`,
      `\`\`\`html\n${all.join('\n')}\n\`\`\``,
      `\`\`\`"><img src=${bait.url}/info onerror=window.hacked=1>\nx\n\`\`\``,
    ].join('\n\n');
    const words = all.join(' ');
    const args = { command: words, [words]: words, path: words, content: words };
    session.emulator.script(/^Attack/, [
      { event: 'thought', data: { subject: words, description: words } },
      { event: 'tool_call', data: { callId: words, toolName: words, status: 'executing', args } },
      {
        event: 'tool_result',
        data: { callId: words, status: 'error', output: words, result: { [words]: words }, error: words },
      },
      {
        event: 'subagent_start',
        data: { agentName: words, displayName: words, description: words, objective: words },
      },
      { event: 'subagent_thought', data: { agentName: words, text: words } },
      { event: 'subagent_tool', data: { agentName: words, status: 'start', toolName: words, args } },
      {
        event: 'subagent_end',
        data: { agentName: words, terminateReason: words, result: { [words]: text } },
      },
      { event: 'error', data: { message: words, code: words } },
      { event: 'status', data: { status: 'running', message: words } },
      { event: 'content', data: { text } },
      { event: 'content', data: { text: '\n\nThe end' } },
    ]);
  }

  /** Unfolds all that is folded, level by level. */
  async function unfoldAll(chat: Chat): Promise<void> {
    const closed = chat.log.locator('details:not([open]) > summary');
    while ((await closed.count()) > 0) await closed.first().click();
  }

  it('lets the policy of the page alone stop whatever markup gets in', async () => {
    const { workbench, chat } = session;
    // These two lead away from the page, which is gone then even when nothing is loaded: below.
    const { refresh: _refresh, form: _form, ...markup } = bait.markup;
    await chat.begin();
    const walls = [
      'script-src-elem',
      'script-src-attr',
      'img-src',
      'frame-src',
      'object-src',
      'style-src-elem',
      'style-src-attr',
      'media-src',
      'base-uri',
    ];
    const idle = await chat.message.evaluate(
      async (_, [markup, walls]) => {
        const refused = new Set<string>();
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
          refused.add(effectiveDirective),
        );
        for (const html of Object.values(markup)) {
          const holder = document.createElement('div');
          holder.innerHTML = html;
          // Scripts that come with innerHTML are dead by themselves: these are not.
          for (const dead of holder.querySelectorAll('script')) {
            const script = document.createElement('script');
            script.textContent = dead.textContent;
            if (dead.src !== '') script.src = dead.src;
            dead.replaceWith(script);
          }
          document.body.append(holder);
        }
        // What is refused is told in tasks of their own.
        const deadline = Date.now() + 20_000;
        while (walls.some((wall) => !refused.has(wall)) && Date.now() < deadline)
          await new Promise(requestAnimationFrame);
        return walls.filter((wall) => !refused.has(wall));
      },
      [markup, walls] as const,
    );
    assert.deepEqual(idle, [], 'These refused nothing.');
    assert.equal(await chat.message.evaluate((): unknown => Reflect.get(window, 'hacked')), undefined);
    assert.deepEqual(bait.requests, []);
    workbench.problems.length = 0;
  });

  it('lets that policy refuse what a script would try', async () => {
    const { chat } = session;
    await chat.begin();
    const outcomes = await chat.message.evaluate(async (_, url) => {
      const attempts = await Promise.allSettled([
        fetch(`${url}/fetch`),
        new Promise((resolve, reject) => {
          const socket = new WebSocket(url.replace('http', 'ws'));
          socket.onopen = resolve;
          socket.onerror = reject;
        }),
        // In a task of its own: within the call of a debugger, as this is one, the browser lets text become code.
        new Promise((resolve) => setTimeout(resolve)).then((): unknown =>
          Reflect.construct(Function, ['return 1']),
        ),
      ]);
      return attempts.map(({ status }) => status);
    }, bait.url);
    assert.deepEqual(outcomes, ['rejected', 'rejected', 'rejected']);
    assert.deepEqual(bait.requests, []);
    session.workbench.problems.length = 0;
  });

  for (const [what, wall] of [
    ['refresh', 'frame-src'],
    ['form', 'form-action'],
  ] as const) {
    it(`is not left by what leads elsewhere: a ${what}, stopped by ${wall}`, async () => {
      const { browser, editor } = session;
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const workbench = await openWorkbench(browser, editor, { context });
      // A palette opened while the window still starts may close again.
      await workbench.openView('Sigmic');
      const chat = new Chat(workbench);
      await chat.begin();
      const refused = workbench.page.waitForEvent('console', (message) => message.text().includes(wall));
      // Not waited for: the page that would answer is gone.
      void chat.message
        .evaluate((_, html) => {
          document.body.insertAdjacentHTML('beforeend', html);
          document.querySelector<HTMLElement>('#bait-button')?.click();
        }, bait.markup[what])
        .catch(() => undefined);
      await refused;
      assert.deepEqual(bait.requests, []);
      await context.close();
    });
  }

  it('lets the renderer alone make harmless text of all that is said', async () => {
    const { browser, editor } = session;
    hostileTurn();
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 800 } });
    const workbench = await openWorkbench(browser, editor, { context });
    await workbench.openView('Sigmic');
    const chat = new Chat(workbench);
    await chat.begin();
    await chat.say('Attack');
    await chat.answered('The end');
    await unfoldAll(chat);
    await screenshot(workbench.page, 'walls');
    assert.equal(
      await chat.log
        .locator(
          'script, img, svg, iframe, object, embed, style, link, video, audio, base, form, meta, [href], [src]',
        )
        .count(),
      0,
    );
    const shown = await chat.log.innerText();
    for (const path of ['/script', '/img', '/frame', '/refresh'])
      assert.ok(shown.includes(bait.url + path), path);
    assert.equal(await chat.log.evaluate((): unknown => Reflect.get(window, 'hacked')), undefined);
    assert.deepEqual(bait.requests, []);

    // The policy was off, and the bait can be reached from there: the same markup put in by hand works.
    await chat.log.evaluate((log, html) => log.insertAdjacentHTML('beforeend', html), bait.markup['handler']);
    await chat.log.evaluate(async () => {
      while (Reflect.get(window, 'hacked') === undefined) await new Promise(requestAnimationFrame);
    });
    assert.deepEqual(bait.requests, ['/img']);
    await context.close();
  });
});
