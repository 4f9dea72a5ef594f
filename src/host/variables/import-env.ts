import * as vscode from 'vscode';
import { SigmicError } from '../../core/api';
import { askSetName } from './ask';
import { parseEnvFile, type EnvFile } from './env-file';
import { countWords } from './manage';
import type { Variable, VariableSets } from './variable-sets';

/** Bytes: a .env file is small, anything larger was chosen by mistake. */
const MAX_SIZE = 1024 * 1024;

export interface ImportOptions {
  /** The set to take them into; made when there is none of this name. Asked for when left out. */
  readonly set?: string | undefined;
  /** Names that are no secrets. Asked for when left out. */
  readonly env?: readonly string[] | undefined;
}

/** Takes the variables of a .env file into a set; answers the set's name, undefined when the person leaves. */
export async function importEnvFile(
  sets: VariableSets,
  profileId: string,
  chosen: vscode.Uri | undefined,
  options: ImportOptions,
): Promise<string | undefined> {
  const uri = chosen ?? (await pickFile());
  if (uri === undefined) return undefined;
  const { entries, unreadable } = await readEnvFile(uri);
  const plain = options.env ?? (await askPlain([...entries.keys()]));
  if (plain === undefined) return undefined;
  const name = options.set ?? (await askSet(sets, profileId));
  if (name === undefined) return undefined;
  const set = sets.sets(profileId).find((each) => each.name === name) ?? (await sets.create(profileId, name));
  const variables = [...entries].map(([each, value]): Variable => ({
    name: each,
    value,
    kind: plain.includes(each) ? 'env' : 'secret',
  }));
  await sets.put(profileId, set.id, variables);
  tellImported(name, variables, unreadable);
  return name;
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Import Variables',
      openLabel: 'Import',
      ...(folder && { defaultUri: folder }),
    })) ?? [];
  return uri;
}

async function readEnvFile(uri: vscode.Uri): Promise<EnvFile> {
  const name = uri.path.split('/').at(-1) ?? '';
  const invalid = (message: string, cause?: unknown): SigmicError =>
    new SigmicError('invalid', message, { code: 'ENV_FILE', sent: false, cause });
  let bytes: Uint8Array;
  try {
    bytes = await vscode.workspace.fs.readFile(uri);
  } catch (cause) {
    throw invalid(`"${name}" cannot be read.`, cause);
  }
  if (bytes.length > MAX_SIZE) throw invalid(`"${name}" is too large for a .env file.`);
  const file = parseEnvFile(new TextDecoder().decode(bytes));
  if (file.entries.size === 0)
    throw invalid(`there is no variable in "${name}": it should have lines like NAME=value.`);
  return file;
}

/** The names that are no secrets: all are secrets until the person says otherwise. */
async function askPlain(names: readonly string[]): Promise<readonly string[] | undefined> {
  const items = names.map((label) => ({ label, picked: true }));
  const secret = await vscode.window.showQuickPick(items, {
    title: 'Which of Them Are Secrets?',
    placeHolder: 'Ticked ones are kept in the secret storage and masked; the others are shown',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return secret && names.filter((name) => !secret.some(({ label }) => label === name));
}

async function askSet(sets: VariableSets, profileId: string): Promise<string | undefined> {
  const known = sets.sets(profileId);
  if (known.length === 0) return askSetName(known);
  const fresh = { label: 'New Set...', iconPath: new vscode.ThemeIcon('add'), name: undefined };
  const picked = await vscode.window.showQuickPick(
    [...known.map(({ name }) => ({ label: name, name })), fresh],
    { title: 'Import into Which Set?', ignoreFocusOut: true },
  );
  return picked === undefined ? undefined : (picked.name ?? askSetName(known));
}

function tellImported(set: string, variables: readonly Variable[], unreadable: readonly number[]): void {
  const secrets = variables.filter(({ kind }) => kind === 'secret').length;
  const taken = `${countWords(variables.length - secrets, secrets)} in the set "${set}".`;
  if (unreadable.length === 0) {
    void vscode.window.showInformationMessage(`Imported ${taken}`);
    return;
  }
  const lines = `${unreadable.length === 1 ? 'Line' : 'Lines'} ${unreadable.slice(0, 10).join(', ')}`;
  void vscode.window.showWarningMessage(
    `Imported ${taken} ${lines} could not be read: each variable is a line like NAME=value.`,
  );
}
