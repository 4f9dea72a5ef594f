import * as vscode from 'vscode';
import type { SessionRegistry } from '../../core/session/session-registry';
import { isActive } from '../../core/session/state';
import type { TaskMarks } from '../platform/task-marks';

/** Notes which tasks the person has seen: those whose chat is in front while they are in this window. */
export class SeenTasks implements vscode.Disposable {
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly panels: { readonly inFront: readonly string[] },
    private readonly sessions: Pick<SessionRegistry, 'get' | 'onUpdate'>,
    private readonly marks: TaskMarks,
  ) {
    this.listening = vscode.Disposable.from(
      vscode.window.onDidChangeWindowState(() => this.look()),
      {
        dispose: sessions.onUpdate((_, { head }) => {
          if (head !== undefined) this.look();
        }),
      },
    );
  }

  /** To be called whenever another chat came to the front. */
  look(): void {
    for (const taskId of this.panels.inFront) {
      const status = this.sessions.get(taskId)?.head.status;
      // One that was opened here is this person's, even if they left the window before it was drawn.
      const first = this.marks.of(taskId).seen === undefined;
      if (status !== undefined && (first || vscode.window.state.focused))
        this.marks.see(taskId, isActive(status));
    }
  }

  dispose(): void {
    this.listening.dispose();
  }
}
