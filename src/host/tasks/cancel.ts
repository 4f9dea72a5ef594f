import * as vscode from 'vscode';
import { cancelTask, type CancelOutcome } from '../../core/session/cancel-task';
import { withoutLinks } from '../../core/visible-text';
import type { HostServices } from '../services';
import type { Tasks } from './tasks';
import { firstLine } from './words';

/** Stops a task and says what came of it. Answers that; undefined when it could not be stopped, and the person was told. */
export async function cancelAndTell(
  services: HostServices,
  tasks: Tasks,
  taskId: string,
): Promise<CancelOutcome['kind'] | undefined> {
  const { client, sessions, withSignIn, report } = services;
  try {
    const outcome = await withSignIn(() => {
      const session = sessions.get(taskId);
      if (session !== undefined) return session.cancel();
      return cancelTask(
        () => client.cancelTask(taskId),
        () => client.getTask(taskId),
      );
    });
    if (outcome.task !== undefined) tasks.apply(outcome.task);
    tell(outcome);
    return outcome.kind;
  } catch (error) {
    report(error, 'cancel the task', () => cancelAndTell(services, tasks, taskId));
    return undefined;
  }
}

function tell({ kind, task }: CancelOutcome): void {
  const title = withoutLinks(firstLine(task?.message ?? '', 60));
  const name = title === '' ? 'The task' : `"${title}"`;
  switch (kind) {
    case 'cancelled':
      void vscode.window.setStatusBarMessage('Task cancelled', 3000);
      return;
    case 'ended': {
      const how = task.status === 'failed' ? 'had failed already' : 'was done already';
      void vscode.window.showInformationMessage(`${name} ${how}: there was nothing to cancel.`);
      return;
    }
    case 'asked':
      void vscode.window.showInformationMessage(
        `${name} is being cancelled: Sigmic took your request, but has not said yet that it has stopped.`,
      );
  }
}
