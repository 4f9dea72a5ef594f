import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from '../rig/workbench';

/** The chat as a person finds it: by role and name, in the panel that is shown. */
export class Chat {
  constructor(private readonly workbench: Pick<Workbench, 'webview' | 'runCommand' | 'chooseFile'>) {}

  private get frame(): FrameLocator {
    return this.workbench.webview;
  }

  get message(): Locator {
    return this.frame.getByRole('textbox', { name: 'Message' });
  }

  get send(): Locator {
    return this.frame.getByRole('button', { name: 'Send' });
  }

  get cancel(): Locator {
    return this.frame.getByRole('button', { name: 'Cancel task' });
  }

  get approveAutomatically(): Locator {
    return this.frame.getByRole('checkbox', { name: 'Approve tools automatically' });
  }

  get log(): Locator {
    return this.frame.getByRole('log', { name: 'Conversation' });
  }

  get connection(): Locator {
    return this.frame.getByRole('status').first();
  }

  articles(role: 'user' | 'assistant'): Locator {
    return this.frame.locator(`[role=article][data-role=${role}], article[data-role=${role}]`);
  }

  get lastAnswer(): Locator {
    return this.articles('assistant').last();
  }

  tool(name: string | RegExp): Locator {
    return this.frame.getByRole('group', { name: name instanceof RegExp ? name : `Tool call: ${name}` });
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  box(name: string | RegExp): Locator {
    return this.frame.getByRole('checkbox', { name });
  }

  text(text: string | RegExp): Locator {
    return this.frame.getByText(text);
  }

  /** Opens the composer of a new task. A chat that was open before has a textbox of the same name: only the heading tells them apart. */
  async begin(): Promise<void> {
    await this.workbench.runCommand('Sigmic: New Task');
    await this.frame.getByRole('heading', { name: 'What shall Sigmic do?' }).waitFor();
  }

  /** Types a message and sends it as most people do. */
  async say(text: string): Promise<void> {
    await this.message.fill(text);
    await this.message.press('Enter');
  }

  /** Waits until the textbox, or another, holds this text: the screen follows a deed with the next frame. */
  async holds(text: string, box = this.message): Promise<void> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const found = await box.inputValue();
      if (found === text) return;
      if (Date.now() > deadline) throw new Error(`The textbox holds ${JSON.stringify(found)}.`);
      await box.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }

  /** Attaches a file through VS Code's own dialog. */
  async attach(path: string, name: string): Promise<void> {
    await this.button('Attach files').click();
    await this.workbench.chooseFile(path);
    await this.button(`Remove ${name}`).waitFor();
  }

  /** Waits until the agent has ended its turn: nothing is left to cancel, and the answer holds this text. */
  async answered(text: string | RegExp): Promise<void> {
    await this.lastAnswer.filter({ hasText: text }).waitFor();
    await this.cancel.waitFor({ state: 'hidden' });
  }
}
