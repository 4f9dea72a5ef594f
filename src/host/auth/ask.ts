import * as vscode from 'vscode';
import { checkCredential, describeError } from '../../core/api';
import { withoutLinks } from '../../core/visible-text';

const howToGet = 'Create an API key in the Sigmic Console and paste it here.';

/**
 * Asks for a key or token of the right form; undefined when the person gives up. `problem`: why we ask again. `name`: the
 * profile it is for, when there are several.
 */
export async function askForCredential(
  problem: string | undefined,
  name: string | undefined,
): Promise<string | undefined> {
  const entered = await vscode.window.showInputBox({
    title: name === undefined ? 'Sign In to Sigmic' : `Sign In to Sigmic: ${name}`,
    prompt: problem === undefined ? howToGet : `${problem} ${howToGet}`,
    placeHolder: 'sigmic_... (64 hex digits) or a token that starts with eyJ',
    password: true,
    // Keys are fetched from a browser, which takes the focus away.
    ignoreFocusOut: true,
    validateInput: (value) => formProblem(value.trim()),
  });
  const credential = entered?.trim();
  return credential === '' ? undefined : credential;
}

/** The server could not be asked: what now? */
export async function askAboutFailure(failure: unknown): Promise<'again' | 'keep' | 'giveUp'> {
  const again = 'Try Again';
  const keep = 'Keep It Anyway';
  const { message } = describeError(failure, 'check the key');
  const pressed = await vscode.window.showWarningMessage(withoutLinks(message), again, keep);
  if (pressed === again) return 'again';
  return pressed === keep ? 'keep' : 'giveUp';
}

function formProblem(value: string): string | undefined {
  if (value === '' || checkCredential(value) !== undefined) return undefined;
  if (value.startsWith('eyJ'))
    return 'A token has three parts with dots between them; this one is not whole.';
  return 'A key is "sigmic_" and 64 hex digits; a token starts with "eyJ".';
}
