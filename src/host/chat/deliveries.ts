import { randomUUID } from 'node:crypto';
import type { Task } from '../../core/api';
import { openingMessage } from '../../core/opening-message';
import type { OpeningMessage, TaskSession } from '../../core/session/task-session';
import { sentMessage } from '../../core/session/was-delivered';
import type { HostServices } from '../services';
import type { Draft } from './composer';
import type { Delivery } from './delivery';
import { FollowUpDelivery, type FollowUpDeps } from './follow-up';
import { NewTaskDelivery, type NewTaskDraft } from './new-task';
import type { SendLedger } from './send-ledger';
import type { Attempt } from './sending';

/** So many of the tasks seen last are told apart from a new one by their ids alone. */
const MOST_KNOWN = 200;

/** A further message of a task, as the conversation stands now; or the one of an earlier `attempt`. */
export function followUp(
  { secrets, ...deps }: Pick<HostServices, 'secrets'> & FollowUpDeps,
  session: TaskSession,
  text: string,
  attempt?: Extract<Attempt, { kind: 'message' }>,
): Delivery {
  const said = secrets.text(text);
  const message =
    attempt === undefined
      ? sentMessage(said, Date.now(), session.transcript, deps.client.clockAhead())
      : { text: said, sentAt: attempt.sentAt, known: attempt.known };
  return new FollowUpDelivery(deps, session, text, message, attempt?.id ?? randomUUID());
}

type NewTaskServices = Pick<HostServices, 'sessions' | 'secrets' | 'claims'> & {
  readonly ledger: SendLedger;
  readonly settings: Pick<HostServices['settings'], 'autoExecute'>;
  readonly profiles: Pick<HostServices['profiles'], 'tasks'>;
};

interface NewTaskDeps {
  readonly client: ConstructorParameters<typeof NewTaskDelivery>[0];
  readonly profileId: string;
  readonly variables: NewTaskDraft['variables'];
  readonly created: (task: Task, message: OpeningMessage) => void;
}

/**
 * A new task, or that of an earlier `attempt`. `opening`: its first message only says that the draft itself, with its files,
 * follows.
 */
export function newTask(
  services: NewTaskServices,
  draft: Draft,
  opening: boolean,
  { client, profileId, variables, created }: NewTaskDeps,
  attempt?: Extract<Attempt, { kind: 'task' }>,
): Delivery {
  const { sessions, settings, secrets, profiles, claims, ledger } = services;
  const { text, systemPrompt, autoExecute = settings.autoExecute(), showInHistory = true } = draft;
  const message = opening ? draft.opening?.trim() || openingMessage(text) : text;
  const remembered = async (): ReturnType<typeof variables> => {
    const values = await variables();
    secrets.know(values.secrets ?? {});
    return values;
  };
  const known = (): string[] => [
    ...sessions.all.map((session) => session.taskId),
    ...profiles.tasks(profileId).slice(-MOST_KNOWN),
  ];
  return new NewTaskDelivery(
    client,
    { message, systemPrompt, autoExecute, showInHistory, variables: remembered },
    attempt ?? { kind: 'task', id: randomUUID(), sentAt: Date.now(), known: known() },
    {
      claim: (taskId, attemptId) => claims.claimFor(`made ${taskId}`, attemptId),
      ledger,
      words: `task ${profileId} ${secrets.text(message).trim()}`,
      maskText: secrets.text,
      created: (task, files) =>
        created(task, { text: message, attachments: files.map((name) => ({ name })) }),
    },
  );
}
