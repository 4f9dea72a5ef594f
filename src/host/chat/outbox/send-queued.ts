import {
  describeError,
  isSigmicError,
  SigmicError,
  type Clock,
  type SigmicClient,
  type UploadFile,
} from '../../../core/api';
import type { Pause, QueuedMessage } from '../../../core/session/outbox';
import { isActive } from '../../../core/session/state';
import type { TaskSession } from '../../../core/session/task-session';
import type { AttachmentSource } from '../../attachment';
import { deliver, doubtWords, UnknownFate, type Progress } from '../delivery';
import { FollowUpDelivery } from '../follow-up';
import { lookAgain, nameList } from '../look-again';
import type { SendLedger } from '../send-ledger';
import type { Claims } from '../../platform/claims';
import { goes, openFiles, type NamedFile } from '../open-files';

export interface SendQueuedDeps {
  readonly client: Pick<SigmicClient, 'getHistory' | 'getTask' | 'clockAhead'>;
  readonly ledger: SendLedger;
  readonly claims: Pick<Claims, 'claimFor'>;
  readonly attachments: Pick<AttachmentSource, 'restore'>;
  /** These files are in the task now. */
  readonly delivered: (taskId: string, files: readonly NamedFile[]) => void;
  /** A text as conversations show it: with the values of stored secrets masked. */
  readonly masked: (text: string) => string;
  /** Says something that needs no answer. */
  readonly tell: (message: string) => void;
  readonly withProgress: (
    files: readonly UploadFile[],
    operation: (progress: Progress) => Promise<void>,
  ) => Promise<void>;
  /** The machine's own unless given. */
  readonly clock?: Clock;
}

export const lookWords = 'Look whether the conversation goes on';

/** What became of a message: `undefined` that it left; else why not, and whether it may have arrived all the same. */
export type Outcome = undefined | { readonly doubtful: boolean; readonly pause?: Pause };

/** Sends a claimed message with its files as they are now, by rule 9 of api.md. `around` may ask to sign in and repeat. */
export async function sendQueued(
  deps: SendQueuedDeps,
  session: TaskSession,
  { id, text, files, attempt }: QueuedMessage,
  around: (operation: () => Promise<void>) => Promise<void>,
): Promise<Outcome> {
  const { sentAt = 0, known = 0, again = false } = attempt ?? {};
  const message = { text: deps.masked(text), sentAt, known };
  const delivery = new FollowUpDelivery(deps, session, text, message, id);
  try {
    const { named, changed } = await restored(deps.attachments, files);
    const opened = await openFiles(named);
    try {
      await deps.withProgress(opened.files, (progress) =>
        around(() => deliver(delivery, opened.files, progress, again, deps.clock)),
      );
    } finally {
      await opened.dispose();
    }
    deps.delivered(session.taskId, named);
    if (changed !== undefined) deps.tell(changed);
    return undefined;
  } catch (error) {
    return (await isBusy(deps.client, session.taskId, error)) ? { doubtful: false } : failure(error);
  }
}

const wayOn = 'Nothing was sent: edit the message, or put that right and send it then.';

/**
 * The files that were queued, to be read as they are now, and in words which of them changed since. Throws
 * SigmicError('invalid') when one is gone or looks like a secret by now: the person decides again.
 */
async function restored(
  attachments: SendQueuedDeps['attachments'],
  files: QueuedMessage['files'],
): Promise<{ readonly named: readonly NamedFile[]; readonly changed: string | undefined }> {
  const back = await attachments.restore(files.map(({ saved }) => saved));
  if (back.attachments.length !== files.length || back.refused.length > 0) {
    throw unready(`${back.refused.join(' ') || 'An attached file is gone.'} ${wayOn}`);
  }
  const named = back.attachments.map((attachment, index) => ({
    name: files[index]?.name ?? attachment.name,
    attachment,
  }));
  const secret = named.find(({ attachment }) => !goes(attachment));
  if (secret !== undefined) throw unready(`${nameList([secret.name])} looks like a secret now. ${wayOn}`);
  const { obstacle, changed } = await lookAgain(named, wayOn);
  if (obstacle !== undefined) throw unready(obstacle);
  return { named, changed };
}

function unready(why: string): SigmicError {
  return new SigmicError('invalid', why, { code: 'FILE_UNREADABLE', sent: false });
}

/** Whether it was refused because the task was taken up elsewhere: then it just waits on. */
async function isBusy(client: SendQueuedDeps['client'], taskId: string, error: unknown): Promise<boolean> {
  if (!isSigmicError(error, 'rejected') || error.status !== 400) return false;
  return client.getTask(taskId).then(
    ({ status }) => isActive(status),
    () => false,
  );
}

function failure(error: unknown): Outcome {
  if (error instanceof UnknownFate)
    return { doubtful: true, pause: { kind: 'doubt', message: doubtWords(error, lookWords) } };
  if (isSigmicError(error, 'cancelled')) {
    const message = `Sending was stopped, but the message may have arrived. ${lookWords} before you send it again.`;
    return { doubtful: true, pause: { kind: 'doubt', message } };
  }
  const { message } = describeError(error, 'send the message');
  return { doubtful: false, pause: { kind: 'error', message } };
}
