import type { Task } from '../../core/api';
import { artifactUri } from '../platform/artifact-uri';
import type { HostServices } from '../services';
import { parseNewTask, type ComposedTask } from './new-task-arguments';
import { savedTranscript } from './saved-transcript';

/**
 * A new task like an old one, to be changed before it is sent: its message, options and the files of its first message, which
 * are read from the old task when the new one is sent. Not its variables: no secret ever comes back, so that the composer says that
 * they are missing, as far as the API tells their names. Undefined, and the person told, when the task cannot be read.
 */
export async function likeTask(
  services: Pick<HostServices, 'client' | 'withSignIn' | 'report'>,
  taskId: string,
  retry: () => unknown,
): Promise<ComposedTask | undefined> {
  const { client, withSignIn, report } = services;
  try {
    const [task, { turns }] = await withSignIn(() =>
      Promise.all([client.getTask(taskId), savedTranscript(client, taskId)]),
    );
    const attached = turns[0]?.user?.attachments ?? [];
    const paths = attached.map(({ name, path }) => path ?? `uploads/${name}`);
    const files = paths.flatMap((path) => artifactUri(taskId, path) ?? []);
    const names = task.env ?? [];
    return {
      ...parseNewTask({ message: task.message, files, ...optionsOf(task) }),
      ...(names.length > 0 && { forgotten: { from: 'task', names } }),
    };
  } catch (error) {
    report(error, 'read the task', retry);
    return undefined;
  }
}

function optionsOf({ systemPrompt, autoExecute, showInHistory }: Task): object {
  const options = { systemPrompt: systemPrompt || undefined, autoExecute, showInHistory };
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== null),
  );
}
