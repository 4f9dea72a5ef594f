import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { photograph } from './photograph';
import { useSession } from './use-session';
import { until } from './until';

describe('keeping copies', () => {
  const session = useSession();
  const { chat } = session;

  it('saves a conversation where the person says, and asks for its name first', async () => {
    const { workbench, workspace } = session;
    await chat.begin();
    await chat.say('What is 20 + 22?');
    await chat.answered('42');
    await workbench.runCommand('Sigmic: Save Conversation As...');
    await workbench.quickInput.waitFor();
    await photograph(session, 'save-conversation');
    const place = join(workspace, 'kept.md');
    await workbench.saveAs(place);
    await workbench.quickInput.waitFor({ state: 'hidden' });
    await until(() => existsSync(place));
    const text = await readFile(place, 'utf8');
    assert.match(text, /^# What is 20 \+ 22\?/);
    assert.match(text, /42/);
    const told = 'The conversation was saved as kept.md.';
    await workbench.notification(told).waitFor();
    await photograph(session, 'conversation-saved');
    await workbench.answerNotification(told, 'Open File');
    await workbench.tab('kept.md').waitFor();
  });
});
