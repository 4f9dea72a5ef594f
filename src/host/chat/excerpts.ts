import * as vscode from 'vscode';
import { hiddenInProse, visibleLines } from '../../core/visible-text';
import type { Front } from '../front';
import { ShownDocument } from '../platform/shown-document';
import { LastEditor } from './last-editor';

const gone = 'This text is not there any more. Its conversation shows it.\n';

/** Pieces of a conversation that the person takes elsewhere: as they are, and with a word about what cannot be seen in them. */
export class Excerpts implements vscode.Disposable {
  private readonly editors = new LastEditor();
  private readonly revealed: ShownDocument;

  constructor(front: Pick<Front, 'registerDocuments'>) {
    this.revealed = new ShownDocument(front, 'sigmic-revealed', 'Hidden characters.txt', gone);
  }

  /** Puts text on the clipboard and says so, as nothing else would show it. */
  async copy(text: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage('Copied', 2000);
    const hidden = hiddenInProse(text);
    if (hidden.length > 0) void this.ask(`What you copied contains ${words(hidden)}`, text);
  }

  /** Inserts code at the cursor; what hides something only after the person has been asked. */
  async insert(code: string): Promise<void> {
    // Whoever looks at it first has another editor in front then.
    const editor = this.editors.current();
    const hidden = editor === undefined ? [] : hiddenInProse(code);
    if (hidden.length > 0 && !(await this.ask(`This code contains ${words(hidden)}`, code, 'Insert'))) return;
    await this.editors.insert(code, editor);
  }

  dispose(): void {
    this.editors.dispose();
    this.revealed.dispose();
  }

  /** Offers a look at what is hidden; answers whether the person chose `deed`. */
  private async ask(told: string, text: string, ...deed: string[]): Promise<boolean> {
    for (let buttons = [...deed, 'Show']; ; buttons = deed) {
      const answer = await vscode.window.showWarningMessage(told, ...buttons);
      if (answer !== 'Show') return answer !== undefined;
      await this.revealed.show(visibleLines(text));
      if (deed.length === 0) return false;
    }
  }
}

function words(hidden: readonly string[]): string {
  const named = hidden.slice(0, 4).join(', ');
  const more = hidden.length > 4 ? ', ...' : '';
  return `hidden characters (${named}${more}), which can make it read as something else than it is.`;
}
