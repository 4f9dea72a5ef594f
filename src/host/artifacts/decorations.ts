import * as vscode from 'vscode';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import { artifactUri, parseArtifactUri } from '../platform/artifact-uri';
import type { Mark } from '../platform/seen-files';

const decorations: Readonly<Record<Mark, vscode.FileDecoration>> = {
  new: decoration('N', 'New since you last looked', 'gitDecoration.addedResourceForeground'),
  changed: decoration('M', 'Changed since you last looked', 'gitDecoration.modifiedResourceForeground'),
};

/** Marks new and changed files of tasks wherever VS Code shows their URIs: in the tree, on tabs, in breadcrumbs. */
export class ArtifactDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri[]>();
  private readonly disposables: vscode.Disposable;

  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(
    private readonly marks: ArtifactMarks,
    listings: ArtifactListings,
  ) {
    const listening = marks.onDidChange((taskId) => {
      const paths = [...(listings.known(taskId)?.keys() ?? [])];
      this.changed.fire(paths.flatMap((path) => artifactUri(taskId, path) ?? []));
    });
    this.disposables = vscode.Disposable.from(
      listening,
      this.changed,
      vscode.window.registerFileDecorationProvider(this),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const place = parseArtifactUri(uri);
    const mark = place === undefined ? undefined : this.marks.of(place.taskId).get(place.path);
    return mark === undefined ? undefined : decorations[mark];
  }

  dispose(): void {
    this.disposables.dispose();
  }
}

function decoration(badge: string, tooltip: string, color: string): vscode.FileDecoration {
  const made = new vscode.FileDecoration(badge, tooltip, new vscode.ThemeColor(color));
  // A folder shows that there is something in it.
  made.propagate = true;
  return made;
}
