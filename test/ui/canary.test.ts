import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { killExtensionHosts } from '../rig/extension-hosts';
import { EverythingKept } from './everything-kept';
import { beginInTwoHalves } from './two-halves';
import { useSession } from './use-session';

describe('traces of a key', () => {
  const session = useSession({ signedIn: false });
  const { chat } = session;
  let everything: EverythingKept;
  let key: string;
  let next: string;
  let stranger: Server;
  let reached = 0;

  before(async () => {
    key = session.emulator.key;
    next = `sigmic_${randomBytes(32).toString('hex')}`;
    everything = new EverythingKept(session);
    await everything.watch();
    stranger = createServer((_request, response) => {
      reached += 1;
      response.end();
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  });
  after(() => stranger.close());

  const row = (words: string) =>
    session.workbench.page.locator('.quick-input-widget:visible').getByText(words);

  it('is entered, and serves while everything goes wrong', async () => {
    const { workbench, emulator } = session;
    const { faults } = emulator;
    await workbench.openView('Sigmic');
    await workbench.page.getByRole('button', { name: 'Sign In', exact: true }).click();
    await workbench.answer(key);
    await workbench.page.getByRole('button', { name: 'New Task' }).first().waitFor();

    // A server, or something before it, that repeats what it was sent.
    const said = `Bad header "Authorization: Bearer ${key}"`;
    const error = { success: false, error: { code: 'VALIDATION_ERROR', message: said } };
    faults.add({ match: { method: 'POST', times: 1 }, respond: { status: 400, body: error } });
    await chat.begin();
    await chat.say('Spell canary and say 20 + 3');
    await workbench.webview
      .getByText(/Bad header/)
      .first()
      .waitFor();
    await everything.look();
    const page = { status: 502, headers: { 'content-type': 'text/html' }, body: `<h1>${said}</h1>` };
    faults.add({ match: { path: '/artifacts', times: 2 }, respond: page });
    faults.add({ match: { path: '/stream', times: 1 }, dropAfterEvents: 2 });
    await chat.message.press('Enter');
    await chat.answered(/\S/);

    faults.add({
      match: { method: 'GET', path: /tasks\?/, times: 1 },
      respond: { status: 400, body: error },
    });
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await workbench.page
      .locator('.sidebar')
      .getByText(/Bad header/)
      .first()
      .waitFor();
    await everything.look();

    const port: unknown = Reflect.get(Object(stranger.address()), 'port');
    const location = `http://127.0.0.1:${String(port)}/`;
    const mend = faults.add({
      match: { method: 'GET', path: /tasks\?/ },
      respond: { status: 307, headers: { location } },
    });
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await workbench
      .treeRow(/Could not load|Spell canary/)
      .first()
      .waitFor();
    await everything.look();
    mend();
    await workbench.runCommand('Sigmic: Export Conversation');
    await workbench.editorText.getByText('Spell').first().waitFor();
    await everything.look();
  });

  it('is refused in the middle, and another takes its place', async () => {
    const { workbench, emulator } = session;
    await beginInTwoHalves(session);
    emulator.addKey(next, key);
    emulator.revokeKey(key);
    emulator.openGate('between');
    await workbench.notification('no longer accepts your key').waitFor();
    await everything.look();
    await workbench.answerNotification('no longer accepts your key', 'Sign In');
    await row('did not accept the key').waitFor();
    await workbench.answer(next);
    emulator.openGate('end');
    await chat.answered('The first half. The second half. The end.');
  });

  it('is nowhere afterwards, whole or in part', async () => {
    const { workbench, editor } = session;
    await workbench.runCommand('Sigmic: Check Connection');
    await workbench.answerNotification('Sigmic can be reached', 'Copy Report');
    await workbench.page.locator('.statusbar').getByText('Copied the report').waitFor();
    await workbench.runCommand('Sigmic: Show Log');
    await workbench.page
      .locator('.part.panel .view-lines')
      .filter({ hasText: /Stream.ended/ })
      .waitFor();
    await everything.look();
    await killExtensionHosts(editor);
    await workbench.page
      .getByText(/extension host.*(terminated|restart)/i)
      .first()
      .waitFor();
    const all = await everything.all();
    assert.equal(reached, 0, 'a redirect was followed to another origin');

    // What must be found, or this test looks in the wrong places.
    for (const [place, pattern] of [
      ['message', /Spell canary/],
      ['screen', /Bad header/],
      ['requests', /Spell canary/],
      ['arguments', /extensionHost/],
      ['browser', /sigmic/],
      ['clipboard', /Sigmic/],
    ] as const)
      assert.ok(
        all.some((kept) => kept.place === place && pattern.test(kept.content)),
        place,
      );
    for (const [file, pattern] of [
      [/exthost.*sigmic\.sigmic\/Sigmic\.log$/, /could not be loaded[^]*Bad header/],
      [/globalStorage\/sigmic\.sigmic\/.*\.json$/, /"version"/],
    ] as const)
      assert.ok(
        all.some(({ place, content }) => file.test(place) && pattern.test(content)),
        String(file),
      );

    for (const [name, secret] of Object.entries({ key, next })) {
      const forms = formsOf(secret);
      for (const { place, content } of all) {
        const form = Object.keys(forms).find((each) => content.includes(forms[each] ?? ''));
        assert.equal(form, undefined, `${name}, ${form ?? ''}, in ${place}`);
      }
    }
  });
});

/** The secret as it might be written: in parts, and encoded wherever it stands in what is encoded with it. */
function formsOf(secret: string): Record<string, string> {
  const digits = secret.slice('sigmic_'.length);
  const forms: Record<string, string> = {
    'its first digits': digits.slice(0, 16),
    'its middle': digits.slice(24, 40),
    'its last digits': digits.slice(-16),
    backwards: Array.from(digits).reverse().join('').slice(0, 16),
  };
  for (const before of ['', 'x', 'xx'])
    forms[`in base64 after ${before.length}`] = Buffer.from(before + digits)
      .toString('base64')
      .slice(4, 40);
  return forms;
}
