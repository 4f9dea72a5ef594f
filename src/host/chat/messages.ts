import * as v from 'valibot';
import type { Logger } from '../../core/api';
import { ToHostSchema, type ToHost } from '../../core/protocol';

/** One handler for each message of the view; a new message does not compile until somebody handles it. */
export type ToHostHandlers = {
  readonly [Type in ToHost['type']]: (message: Extract<ToHost, { type: Type }>) => unknown;
};

/** Checks what came from the view and hands it to its handler; anything else is dropped and logged by its type alone. */
export function dispatch(raw: unknown, on: ToHostHandlers, log: Pick<Logger, 'warn'>): unknown {
  const parsed = v.safeParse(ToHostSchema, raw);
  if (!parsed.success) {
    const fields = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'all of it');
    log.warn(`The chat view sent a message that the host does not know (${fields.join(', ')}).`);
    return undefined;
  }
  const message = parsed.output;
  switch (message.type) {
    case 'ready':
      return on.ready(message);
    case 'waited':
      return on.waited(message);
    case 'earlier':
      return on.earlier(message);
    case 'steps':
      return on.steps(message);
    case 'open':
      return on.open(message);
    case 'send':
      return on.send(message);
    case 'queued':
      return on.queued(message);
    case 'sendQueued':
      return on.sendQueued(message);
    case 'pickFiles':
      return on.pickFiles(message);
    case 'dropUris':
      return on.dropUris(message);
    case 'dropFile':
      return on.dropFile(message);
    case 'removeFile':
      return on.removeFile(message);
    case 'manage':
      return on.manage(message);
    case 'savePreset':
      return on.savePreset(message);
    case 'tickFile':
      return on.tickFile(message);
    case 'moreFiles':
      return on.moreFiles(message);
    case 'stopSending':
      return on.stopSending(message);
    case 'cancel':
      return on.cancel(message);
    case 'runAgain':
      return on.runAgain(message);
    case 'answer':
      return on.answer(message);
    case 'showWaiting':
      return on.showWaiting(message);
    case 'review':
      return on.review(message);
    case 'openArtifact':
      return on.openArtifact(message);
    case 'useFiles':
      return on.useFiles(message);
    case 'openLink':
      return on.openLink(message);
    case 'copy':
      return on.copy(message);
    case 'copyAnswer':
      return on.copyAnswer(message);
    case 'openText':
      return on.openText(message);
    case 'insert':
      return on.insert(message);
    case 'reconnect':
      return on.reconnect(message);
    case 'broken':
      return on.broken(message);
    case 'online':
      return on.online(message);
    case 'act':
      return on.act(message);
  }
}
