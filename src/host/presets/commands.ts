import * as vscode from 'vscode';
import { oneLine, shorten, withoutIcons } from '../../core/visible-text';
import type { Report } from '../services';
import type { Presets } from './presets';

const MAX_NAME = 60;

/** Keeps `text` under the name that is given, or asked for. */
export async function savePreset(
  report: Report,
  presets: Presets,
  text: unknown,
  given: unknown,
): Promise<void> {
  if (typeof text !== 'string' || text.trim() === '') {
    void vscode.window.showInformationMessage('Write a system prompt in the composer first, then save it.');
    return;
  }
  const name = typeof given === 'string' ? given : await askName('Save System Prompt as Preset');
  if (name === undefined) return;
  try {
    await presets.save(name, text);
    vscode.window.setStatusBarMessage(`Saved the system prompt "${name}"`, 4000);
  } catch (error) {
    report(error, 'save the system prompt', () => savePreset(report, presets, text, name));
  }
}

/** Shows the presets until the person leaves. */
export async function managePresets(report: Report, presets: Presets): Promise<void> {
  try {
    await showPresets(presets);
  } catch (error) {
    report(error, 'change your system prompts');
  }
}

async function showPresets(presets: Presets): Promise<void> {
  for (;;) {
    const list = presets.list();
    if (list.length === 0) {
      void vscode.window.showInformationMessage(
        'There are no saved system prompts. Write one in the options of a new task and save it there.',
      );
      return;
    }
    const picked = await vscode.window.showQuickPick(
      list.map(({ name, text }) => ({
        label: withoutIcons(name),
        detail: shorten(withoutIcons(oneLine(text)), 100),
        name,
      })),
      { title: 'System Prompts', placeHolder: 'Choose one to rename or delete it' },
    );
    if (picked === undefined) return;
    await managePreset(presets, picked.name);
  }
}

async function managePreset(presets: Presets, name: string): Promise<void> {
  const rename = { label: 'Rename...', iconPath: new vscode.ThemeIcon('edit') };
  const remove = { label: 'Delete', iconPath: new vscode.ThemeIcon('trash') };
  const picked = await vscode.window.showQuickPick([rename, remove], { title: name });
  if (picked === remove) await deletePreset(presets, name);
  if (picked !== rename) return;
  const taken = new Set(presets.list().map((preset) => preset.name));
  const other = await askName('Rename System Prompt', name, taken);
  if (other !== undefined) await presets.rename(name, other);
}

/** No question before it: it can be taken back. */
async function deletePreset(presets: Presets, name: string): Promise<void> {
  const text = presets.list().find((preset) => preset.name === name)?.text;
  await presets.delete(name);
  const undo = 'Undo';
  void vscode.window.showInformationMessage(`Deleted the system prompt "${name}".`, undo).then((pressed) => {
    return pressed === undo && text !== undefined ? presets.save(name, text) : undefined;
  });
}

async function askName(
  title: string,
  before?: string,
  taken: ReadonlySet<string> = new Set(),
): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: 'A name under which you find it again',
    ...(before !== undefined && { value: before }),
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const trimmed = typed.trim();
      if (trimmed === '' || trimmed.length > MAX_NAME) return `A name has 1 to ${MAX_NAME} characters.`;
      return trimmed !== before && taken.has(trimmed) ? `There is "${trimmed}" already.` : undefined;
    },
  });
  return name?.trim();
}
