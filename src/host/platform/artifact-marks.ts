import * as vscode from 'vscode';
import { MOST_TASKS, type ArtifactListings } from './artifact-listings';
import { RecentMap } from './recent-map';
import type { Mark, SeenFiles } from './seen-files';

type Marks = ReadonlyMap<string, Mark>;

/** Which files are new or changed since they were seen last, by the newest listing of each task; nothing is asked for. */
export class ArtifactMarks implements vscode.Disposable {
  private readonly told = new RecentMap<string, Marks>(MOST_TASKS);
  private readonly changed = new vscode.EventEmitter<string>();
  private readonly listening: vscode.Disposable;

  /** The id of a task with other marks than before. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly listings: Pick<ArtifactListings, 'known' | 'onDidList'>,
    private readonly seen: SeenFiles,
  ) {
    this.listening = listings.onDidList((taskId) => {
      const files = listings.known(taskId);
      if (files !== undefined) seen.begin(taskId, files);
      this.tell(taskId);
    });
  }

  /** By clean path; files without a mark are left out. */
  of(taskId: string): Marks {
    const files = this.listings.known(taskId);
    return files === undefined ? new Map() : this.seen.marks(taskId, files);
  }

  /** The person has seen these files of a task (clean paths), or all of them. */
  see(taskId: string, paths?: readonly string[]): void {
    const files = this.listings.known(taskId);
    if (files === undefined) return;
    const chosen = paths === undefined ? undefined : new Set(paths);
    this.seen.see(
      taskId,
      [...files].filter(([path]) => chosen?.has(path) !== false),
    );
    this.tell(taskId);
  }

  dispose(): void {
    vscode.Disposable.from(this.listening, this.changed).dispose();
  }

  private tell(taskId: string): void {
    const before = this.told.get(taskId) ?? new Map<string, Mark>();
    const now = this.of(taskId);
    this.told.set(taskId, now);
    const same = before.size === now.size && [...now].every(([path, mark]) => before.get(path) === mark);
    if (!same) this.changed.fire(taskId);
  }
}
