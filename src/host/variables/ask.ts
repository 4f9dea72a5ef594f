import * as vscode from 'vscode';
import { isMaskable } from '../../core/masking/secret-forms';
import type { VariableSet } from './stored-sets';
import { problemOfName } from '../../core/api';
import type { Variable } from './variable-sets';

const MAX_SET_NAME = 60;

/** A name for a new set, or another one for the set that is called `before`. */
export async function askSetName(sets: readonly VariableSet[], before?: string): Promise<string | undefined> {
  const taken = new Set(sets.map(({ name }) => name).filter((name) => name !== before));
  const name = await vscode.window.showInputBox({
    title: before === undefined ? 'New Set of Variables' : 'Rename Set of Variables',
    prompt: 'A name that tells what the variables are for, such as "staging"',
    ...(before !== undefined && { value: before }),
    ignoreFocusOut: true,
    validateInput: (typed) => problemOfSetName(typed.trim(), taken),
  });
  return name?.trim();
}

function problemOfSetName(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return 'A set needs a name.';
  if (name.length > MAX_SET_NAME) return `A name may have at most ${MAX_SET_NAME} characters.`;
  return taken.has(name) ? `There is a set "${name}" already.` : undefined;
}

/** Name and value of a new variable; undefined when the person leaves. */
export async function askVariable(set: VariableSet, kind: Variable['kind']): Promise<Variable | undefined> {
  const taken = new Set([...set.env.map(([name]) => name), ...set.secrets]);
  const typed = await vscode.window.showInputBox({
    title: kind === 'secret' ? `Add Secret to ${set.name}` : `Add Variable to ${set.name}`,
    prompt: 'The name under which the task finds it in its environment',
    placeHolder: 'API_TOKEN',
    ignoreFocusOut: true,
    validateInput: (name) =>
      problemOfName(name.trim()) ??
      (taken.has(name.trim())
        ? `${name.trim()} is in this set already: choose it there to change it.`
        : undefined),
  });
  const name = typed?.trim();
  if (name === undefined) return undefined;
  const value = await askValue(name, kind);
  return value === undefined ? undefined : { name, kind, value };
}

/** A value; that of a secret is typed unseen. `before` is what a plain variable has now. */
export function askValue(
  name: string,
  kind: Variable['kind'],
  before?: string,
): Thenable<string | undefined> {
  const secret = kind === 'secret';
  return vscode.window.showInputBox({
    title: secret ? `Value of the Secret ${name}` : `Value of ${name}`,
    prompt: secret
      ? 'Kept in the secret storage of VS Code, sent with the tasks that you give it to, and masked in what they say'
      : 'Shown in VS Code and kept with the task by Sigmic. Add what nobody may see as a secret instead',
    ...(before !== undefined && !secret && { value: before }),
    password: secret,
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (secret && value === '') return 'A secret needs a value.';
      if (!secret || isMaskable(value)) return undefined;
      return {
        message: 'So short or common a value cannot be masked where a task says it.',
        severity: vscode.InputBoxValidationSeverity.Warning,
      };
    },
  });
}
