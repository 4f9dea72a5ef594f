import type * as vscode from 'vscode';
import type { ArtifactListings } from '../platform/artifact-listings';

interface TaskFilesDeps {
  readonly listings: ArtifactListings;
  readonly taskId: () => string | undefined;
  readonly isVisible: () => boolean;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** The paths of a task's files as one chat shows them: asked for when they may have changed and somebody looks. */
export class TaskFiles implements vscode.Disposable {
  paths: readonly string[] = [];
  private stale = true;
  private readonly listening: vscode.Disposable;

  constructor(private readonly deps: TaskFilesDeps) {
    this.listening = deps.listings.onDidChange((taskId) => {
      if (taskId !== deps.taskId()) return;
      this.stale = true;
      this.refresh();
    });
  }

  /** Reads them if that is due. A failure leaves what was known: the chat is whole without it. */
  refresh(): void {
    const taskId = this.deps.taskId();
    if (!this.stale || taskId === undefined || !this.deps.isVisible()) return;
    this.stale = false;
    this.deps.listings.list(taskId).then(
      (files) => {
        this.paths = [...files.keys()].sort();
        this.deps.changed();
      },
      (error: unknown) => {
        this.stale = true;
        this.deps.failed(error);
      },
    );
  }

  dispose(): void {
    this.listening.dispose();
  }
}
