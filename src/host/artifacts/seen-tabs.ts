import * as vscode from 'vscode';
import type { ArtifactMarks } from '../platform/artifact-marks';
import { parseArtifactUri } from '../platform/artifact-uri';

/** A file that stands in front in some editor group has been seen; so has what the agent makes of it meanwhile. */
export function watchSeenTabs(marks: ArtifactMarks): vscode.Disposable {
  const look = (): void => {
    for (const { activeTab } of vscode.window.tabGroups.all) {
      for (const uri of urisOf(activeTab?.input)) {
        const place = parseArtifactUri(uri);
        if (place !== undefined) marks.see(place.taskId, [place.path]);
      }
    }
  };
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(look),
    vscode.window.tabGroups.onDidChangeTabGroups(look),
    marks.onDidChange(look),
  );
}

function urisOf(input: unknown): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return [input.uri];
  if (input instanceof vscode.TabInputNotebook) return [input.uri];
  if (input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff)
    return [input.original, input.modified];
  return [];
}
