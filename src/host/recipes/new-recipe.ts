import * as vscode from 'vscode';

const example = {
  name: 'Review the changes',
  message: 'Read the attached files and tell me what is wrong with them.',
  files: ['src/**/*.ts'],
  systemPrompt: 'Be brief.',
  variables: [],
};

/** Opens an unsaved recipe that can be changed and saved where recipes are found. */
export async function newRecipe(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const content = `${JSON.stringify(example, undefined, 2)}\n`;
  if (folder === undefined) {
    const document = await vscode.workspace.openTextDocument({ language: 'json', content });
    await vscode.window.showTextDocument(document);
    return;
  }
  const uri = vscode.Uri.joinPath(folder, '.sigmic', 'recipe.json').with({ scheme: 'untitled' });
  const editor = await vscode.window.showTextDocument(uri);
  if (editor.document.getText() === '')
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), content));
}
