import * as vscode from 'vscode';
import type { FileAction, TaskFile } from '../../core/protocol';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';

interface TaskFilesDeps {
  readonly listings: ArtifactListings;
  readonly marks: ArtifactMarks;
  readonly taskId: () => string | undefined;
  readonly isVisible: () => boolean;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** The files of a task as one chat shows them: asked for when they may have changed and somebody looks. */
export class TaskFiles implements vscode.Disposable {
  private files: readonly Omit<TaskFile, 'mark'>[] = [];
  private stale = true;
  private readonly listening: vscode.Disposable;

  constructor(private readonly deps: TaskFilesDeps) {
    this.listening = vscode.Disposable.from(
      deps.listings.onDidChange((taskId) => {
        if (taskId !== deps.taskId()) return;
        this.stale = true;
        this.refresh();
      }),
      deps.marks.onDidChange((taskId) => {
        if (taskId === deps.taskId()) deps.changed();
      }),
    );
  }

  get list(): TaskFile[] {
    const taskId = this.deps.taskId();
    const marks = taskId === undefined ? undefined : this.deps.marks.of(taskId);
    return this.files.map((file) => {
      const mark = marks?.get(file.path);
      return mark === undefined ? file : { ...file, mark };
    });
  }

  /** Reads them if that is due. A failure leaves what was known: the chat is whole without it. */
  refresh(): void {
    const taskId = this.deps.taskId();
    if (!this.stale || taskId === undefined || !this.deps.isVisible()) return;
    this.stale = false;
    this.deps.listings.list(taskId).then(
      (files) => {
        this.files = [...files.keys()].sort().map((path) => ({ path, size: files.get(path)?.size ?? 0 }));
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

const commands: Readonly<Record<FileAction, string>> = {
  preview: 'sigmic.previewArtifact',
  compare: 'sigmic.compareArtifact',
  apply: 'sigmic.applyArtifact',
  save: 'sigmic.saveArtifact',
  compareAll: 'sigmic.compareAllArtifacts',
  saveAll: 'sigmic.saveAllArtifacts',
  applyAll: 'sigmic.applyArtifacts',
  markSeen: 'sigmic.markArtifactsSeen',
};

/** Does with a file of the task, or with all of them, what a button of the view says. */
export async function useFiles(action: FileAction, taskId: string, path: string | undefined): Promise<void> {
  await vscode.commands.executeCommand(commands[action], taskId, path);
}
