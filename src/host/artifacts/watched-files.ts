import * as vscode from 'vscode';
import type { Artifact } from '../../core/api';
import type { ArtifactListings } from '../platform/artifact-listings';
import { artifactUri } from '../platform/artifact-uri';

type Files = ReadonlyMap<string, Artifact>;

interface Watched {
  count: number;
  files: Files | undefined;
}

/** Tells which files of the tasks that editors watch have changed, by comparing each listing with the one before. */
export class WatchedFiles implements vscode.Disposable {
  private readonly tasks = new Map<string, Watched>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly listening: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  constructor(private readonly listings: ArtifactListings) {
    this.listening = listings.onDidChange((taskId) => void this.compare(taskId));
  }

  watch(taskId: string): vscode.Disposable {
    const watched = this.tasks.get(taskId) ?? { count: 0, files: undefined };
    watched.count += 1;
    this.tasks.set(taskId, watched);
    if (watched.files === undefined) void this.compare(taskId);
    return new vscode.Disposable(() => {
      watched.count -= 1;
      if (watched.count === 0) this.tasks.delete(taskId);
    });
  }

  dispose(): void {
    vscode.Disposable.from(this.listening, this.changed).dispose();
    this.tasks.clear();
  }

  private async compare(taskId: string): Promise<void> {
    const watched = this.tasks.get(taskId);
    if (watched === undefined) return;
    // Without a listing nothing is known to have changed; whoever opens the file is told why it failed.
    const files = await this.listings.list(taskId).catch(() => undefined);
    if (files === undefined || this.tasks.get(taskId) !== watched) return;
    const before = watched.files;
    watched.files = files;
    const events = before === undefined ? [] : differences(taskId, before, files);
    if (events.length > 0) this.changed.fire(events);
  }
}

function differences(taskId: string, before: Files, after: Files): vscode.FileChangeEvent[] {
  const events: vscode.FileChangeEvent[] = [];
  const tell = (path: string, type: vscode.FileChangeType): void => {
    const uri = artifactUri(taskId, path);
    if (uri !== undefined) events.push({ type, uri });
  };
  for (const [path, file] of after) {
    const old = before.get(path);
    if (old === undefined) tell(path, vscode.FileChangeType.Created);
    else if (old.size !== file.size || old.modifiedAt !== file.modifiedAt)
      tell(path, vscode.FileChangeType.Changed);
  }
  for (const path of before.keys()) if (!after.has(path)) tell(path, vscode.FileChangeType.Deleted);
  return events;
}
