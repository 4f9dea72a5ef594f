import * as vscode from 'vscode';
import { isActive } from '../../core/session/state';
import type { TaskSession } from '../../core/session/task-session';
import { oneLine, shorten, withoutLinks } from '../../core/visible-text';
import type { HostServices } from '../services';

export interface CompletionDeps {
  readonly services: Pick<HostServices, 'sessions' | 'settings'>;
  /** Whether the task was begun or opened in this window: then this window speaks of it, and no other. */
  readonly concernsUs: (taskId: string) => boolean;
  /** Whether the person sees its chat anyway. */
  readonly isShown: (taskId: string) => boolean;
  readonly open: (taskId: string) => void;
}

/** Says once that a task in the background is done or has failed. A click opens it. */
export class CompletionNotices implements vscode.Disposable {
  private readonly active = new Set<string>();
  readonly dispose: () => void;

  constructor(private readonly deps: CompletionDeps) {
    this.dispose = deps.services.sessions.onUpdate((session) => this.look(session));
  }

  private look(session: TaskSession): void {
    const { taskId, head, connection } = session;
    if (isActive(head.status)) this.active.add(taskId);
    // At rest the server's record has been read: only then is the end certain.
    else if (connection.kind === 'idle' && this.active.delete(taskId)) this.ended(session);
  }

  private ended({ taskId, head, transcript }: TaskSession): void {
    const { services, concernsUs, isShown, open } = this.deps;
    if (!services.settings.tellsCompletion() || !concernsUs(taskId) || isShown(taskId)) return;
    const title = words(head.title, 60) || 'A task';
    const why = words(transcript.turns.at(-1)?.end?.message ?? '', 200);
    const choose = (button: string | undefined): void => {
      if (button !== undefined) open(taskId);
    };
    if (head.status === 'completed')
      void vscode.window.showInformationMessage(`"${title}" is done.`, 'Open').then(choose);
    if (head.status === 'failed')
      void vscode.window
        .showWarningMessage(`"${title}" failed${why === '' ? '.' : `: ${why}`}`, 'Open')
        .then(choose);
  }
}

function words(text: string, limit: number): string {
  return shorten(withoutLinks(oneLine(text)), limit);
}
