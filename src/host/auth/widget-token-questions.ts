import * as vscode from 'vscode';
import { oneLine, withoutIcons } from '../../core/visible-text';
import type { TaskVariables, VariableSetView } from '../variable-source';
import { parseVariable, withSet, type Question, type WidgetForm } from './widget-token-form';

const title = 'Create Widget Token';

interface TextQuestion {
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly password?: boolean;
}

const texts: Readonly<Record<Exclude<Question, 'variables'>, TextQuestion>> = {
  appId: { prompt: 'The ID of your widget app, from the Sigmic Console' },
  appSecret: { prompt: 'The secret of the app. It is used once, and kept nowhere', password: true },
  endUserId: { prompt: 'The end user for whom the token is: the ID that you give your user' },
  expiresIn: { prompt: 'How long it lasts', placeHolder: '15m, 1h, 7d ...' },
};

/** The sets of variables of the profile in use. */
export interface SetsInUse {
  list(): readonly VariableSetView[];
  /** Throws SigmicError when there is no such set, or a secret of it is lost. */
  values(name: string): Promise<TaskVariables>;
}

/** Asks one question of the form in an input box, or for its variables, those of a set among them, in a quick pick. */
export async function askQuestion(
  sets: SetsInUse,
  question: Question,
  form: WidgetForm,
  problem: string | undefined,
): Promise<WidgetForm | undefined> {
  if (question === 'variables') return askForVariables(sets, form, problem);
  const { prompt, ...options } = texts[question];
  const entered = await vscode.window.showInputBox({
    title,
    prompt: problem === undefined ? prompt : `${problem} ${prompt}.`,
    value: form[question],
    ignoreFocusOut: true,
    ...options,
  });
  return entered === undefined ? undefined : { ...form, [question]: entered.trim() };
}

interface VariableRow extends vscode.QuickPickItem {
  readonly change: (form: WidgetForm) => Promise<WidgetForm | undefined>;
}

async function askForVariables(
  sets: SetsInUse,
  form: WidgetForm,
  problem: string | undefined,
): Promise<WidgetForm | undefined> {
  const icon = (id: string): vscode.ThemeIcon => new vscode.ThemeIcon(id);
  const create: VariableRow = {
    label: 'Create Token',
    iconPath: icon('check'),
    change: (filled) => Promise.resolve(filled),
  };
  const rows: VariableRow[] = [
    create,
    {
      label: 'Add Environment Variable...',
      iconPath: icon('add'),
      change: (filled) => addVariable(filled, 'env'),
    },
    { label: 'Add Secret...', iconPath: icon('lock'), change: (filled) => addVariable(filled, 'secrets') },
    ...sets.list().map(({ name, env, secrets }) => ({
      label: withoutIcons(`Add Set "${oneLine(name)}"`),
      iconPath: icon('symbol-variable'),
      description: withoutIcons(oneLine([...env, ...secrets].join(', '))),
      change: async (filled: WidgetForm) => withSet(filled, await sets.values(name)),
    })),
    ...removals(form, 'env', 'environment variable'),
    ...removals(form, 'secrets', 'secret'),
  ];
  const picked = await vscode.window.showQuickPick(rows, {
    title,
    placeHolder: problem ?? 'What the agent gets in its environment (optional)',
    ignoreFocusOut: true,
  });
  if (picked === undefined || picked === create) return picked && form;
  const changed = await picked.change(form);
  return askForVariables(sets, changed ?? form, undefined);
}

async function addVariable(form: WidgetForm, kind: 'env' | 'secrets'): Promise<WidgetForm | undefined> {
  const entered = await vscode.window.showInputBox({
    title: kind === 'env' ? 'Environment Variable' : 'Secret',
    prompt: 'NAME=VALUE',
    password: kind === 'secrets',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || parseVariable(text) !== undefined
        ? undefined
        : 'Write NAME=VALUE; a name has letters, digits and _, and no digit first.',
  });
  const variable = parseVariable(entered ?? '');
  return variable && { ...form, [kind]: { ...form[kind], [variable.name]: variable.value } };
}

function removals(form: WidgetForm, kind: 'env' | 'secrets', what: string): VariableRow[] {
  return Object.keys(form[kind]).map((name) => ({
    label: name,
    description: `${what}, choose to remove it`,
    iconPath: new vscode.ThemeIcon('close'),
    change: (filled) => {
      const { [name]: _, ...others } = filled[kind];
      return Promise.resolve({ ...filled, [kind]: others });
    },
  }));
}
