import type { Task } from '../../core/api';
import { openingMessage } from '../../core/opening-message';
import type { OpeningMessage, TaskSession } from '../../core/session/task-session';
import { sentMessage } from '../../core/session/was-delivered';
import type { HostServices } from '../services';
import type { Draft } from './composer';
import type { Delivery } from './delivery';
import { FollowUpDelivery } from './follow-up';
import { NewTaskDelivery, type NewTaskDraft } from './new-task';

/** A further message of a task, as the conversation stands now. */
export function followUp(
  { client, secrets }: Pick<HostServices, 'client' | 'secrets'>,
  session: TaskSession,
  text: string,
): Delivery {
  const message = sentMessage(secrets.text(text), Date.now(), session.transcript);
  return new FollowUpDelivery(client, session, text, message);
}

interface NewTaskDeps {
  readonly client: ConstructorParameters<typeof NewTaskDelivery>[0];
  readonly variables: NewTaskDraft['variables'];
  readonly created: (task: Task, message: OpeningMessage) => void;
}

/** A new task. `opening`: its first message only says that the draft itself, with its files, follows. */
export function newTask(
  { sessions, settings, secrets }: Pick<HostServices, 'sessions' | 'settings' | 'secrets'>,
  draft: Draft,
  opening: boolean,
  { client, variables, created }: NewTaskDeps,
): Delivery {
  const { text, systemPrompt, autoExecute = settings.autoExecute(), showInHistory = true } = draft;
  const message = opening ? draft.opening?.trim() || openingMessage(text) : text;
  const remembered = async (): ReturnType<typeof variables> => {
    const values = await variables();
    secrets.know(values.secrets ?? {});
    return values;
  };
  return new NewTaskDelivery(
    client,
    { message, systemPrompt, autoExecute, showInHistory, variables: remembered },
    {
      now: Date.now,
      maskText: secrets.text,
      known: sessions.all.map((session) => session.taskId),
      created: (task, files) =>
        created(task, { text: message, attachments: files.map((name) => ({ name })) }),
    },
  );
}
