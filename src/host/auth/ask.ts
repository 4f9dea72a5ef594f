import * as vscode from 'vscode';
import { checkCredential, describeError } from '../../core/api';
import { oneLine, shorten, withoutIcons, withoutLinks } from '../../core/visible-text';

const howToGet = 'Create an API key in the Sigmic Console and paste it here.';

interface Asked {
  /** Why we ask again. */
  readonly problem: string | undefined;
  /** The profile it is for, when there are several. */
  readonly name: string | undefined;
  /** The profile whose present credential goes. */
  readonly replaces: string | undefined;
}

/** Asks for a key or token of the right form; undefined when the person gives up. */
export async function askForCredential({ problem, name, replaces }: Asked): Promise<string | undefined> {
  const before = replaces === undefined ? '' : ` It takes the place of the key of "${replaces}".`;
  const entered = await vscode.window.showInputBox({
    title: name === undefined ? 'Sign In to Sigmic' : `Sign In to Sigmic: ${name}`,
    prompt: `${problem === undefined ? '' : `${problem} `}${howToGet}${before}`,
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

/** Whoever is signed in may want another key in place of theirs, or one more; undefined when they give up. */
export async function askWhichSignIn(profile: string): Promise<'replace' | 'add' | undefined> {
  const name = shorten(oneLine(profile), 60);
  const replace = {
    label: withoutIcons(`Replace the Key of "${name}"...`),
    iconPath: new vscode.ThemeIcon('key'),
    detail: 'The key that it has now is forgotten on this computer',
  };
  const add = {
    label: 'Add Profile...',
    iconPath: new vscode.ThemeIcon('add'),
    detail: 'For a key of another project; both can be used at the same time',
  };
  const picked = await vscode.window.showQuickPick([replace, add], {
    title: 'Sign In to Sigmic',
    placeHolder: withoutIcons(`You are signed in with the profile "${name}"`),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  return picked === add ? 'add' : 'replace';
}
