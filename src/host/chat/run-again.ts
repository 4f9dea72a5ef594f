import type { Task } from '../../core/api';
import { artifactUri } from '../platform/artifact-uri';
import type { HostServices } from '../services';
import { parseNewTask, type NewTaskArguments } from './new-task-arguments';
import { savedTranscript } from './saved-transcript';

/**
 * A new task like an old one, to be changed before it is sent: its message, options and the files of its first message, which
 * are read from the old task when the new one is sent. Undefined, and the person told, when the task cannot be read.
 */
export async function likeTask(
  services: Pick<HostServices, 'client' | 'withSignIn' | 'report'>,
  taskId: string,
  retry: () => unknown,
): Promise<NewTaskArguments | undefined> {
  const { client, withSignIn, report } = services;
  try {
    const [task, { turns }] = await withSignIn(() =>
      Promise.all([client.getTask(taskId), savedTranscript(client, taskId)]),
    );
    const attached = turns[0]?.user?.attachments ?? [];
    const paths = attached.map(({ name, path }) => path ?? `uploads/${name}`);
    const files = paths.flatMap((path) => artifactUri(taskId, path) ?? []);
    return parseNewTask({ message: task.message, files, ...optionsOf(task) });
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
