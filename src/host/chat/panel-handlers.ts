import * as vscode from 'vscode';
import { openedPart } from '../../core/session/excerpt';
import type { TaskSession } from '../../core/session/task-session';
import { answerText } from '../../core/session/answer-text';
import { earlierSteps, earlierTurns } from '../../core/session/transcript-window';
import type { AttachmentSource } from '../attachment';
import { act } from '../platform/problems';
import type { HostServices } from '../services';
import type { Composer, Draft } from './composer';
import type { Excerpts } from './excerpts';
import { dispatch, type ToHostHandlers } from './messages';
import type { PanelOutbox } from './outbox/panel-outbox';
import { answerTool, manage, openLink } from './panel-actions';
import type { PatchFeed } from './patch-feed';
import { useFiles } from './task-files';
import type { TextDocuments } from './text-documents';

/** What a chat offers to its page. */
export interface PanelOffer {
  readonly services: Pick<HostServices, 'log' | 'report' | 'sessions'>;
  readonly attachments: Pick<AttachmentSource, 'pick' | 'fromDrop' | 'fromBytes'>;
  readonly excerpts: Excerpts;
  readonly texts: TextDocuments;
  readonly composer: Composer;
  readonly outbox: PanelOutbox;
  readonly feed: Pick<PatchFeed, 'ready' | 'waited' | 'tell'>;
  readonly session: () => TaskSession | undefined;
  readonly profileId: () => string;
  readonly send: (draft: Draft) => Promise<boolean>;
  readonly review: (callId: string) => Promise<void>;
}

/** Does what the page of a chat asks for with a message; a failure is reported. */
export function receive(raw: unknown, offer: PanelOffer): void {
  const { log, report } = offer.services;
  // Handlers fail by themselves only where a command or the editor does.
  void Promise.resolve()
    .then(() => dispatch(raw, handlers(offer), log))
    .catch((error: unknown) => report(error, 'do that'));
}

function handlers(offer: PanelOffer): ToHostHandlers {
  const { services, attachments, composer, outbox, feed, session, profileId } = offer;
  const withTask = (work: (taskId: string) => unknown): unknown => {
    const taskId = session()?.taskId;
    return taskId === undefined ? undefined : work(taskId);
  };
  return {
    ready: () => feed.ready(),
    waited: ({ ms }) => feed.waited(ms),
    earlier: ({ before, until, ...reach }) => {
      const shown = session()?.transcript;
      const page = shown && earlierTurns(shown, before, { turn: until, ...reach });
      if (page !== undefined) feed.tell({ type: 'earlier', before, page });
    },
    steps: ({ turn, before, ...reach }) => {
      const shown = session()?.transcript;
      const page = shown && earlierSteps(shown, turn, before, reach);
      const { agent } = reach;
      if (page !== undefined) feed.tell({ type: 'steps', turn, ...(agent && { agent }), before, page });
    },
    open: ({ key }) => {
      const shown = session()?.transcript;
      const patch = shown && openedPart(shown, key);
      if (patch !== undefined) feed.tell({ type: 'changes', patches: [patch] });
    },
    send: (draft) => offer.send(draft),
    queued: ({ id, deed }) => outbox.act(id, deed),
    sendQueued: () => outbox.resume(),
    pickFiles: ({ what }) => composer.attachWhenLooked(attachments.pick(what)),
    dropUris: ({ uris }) => composer.attachWhenLooked(attachments.fromDrop(uris)),
    dropFile: ({ name, bytes }) => composer.attach(attachments.fromBytes(name, bytes)),
    manage: ({ what }) => manage(what),
    savePreset: ({ text }) => vscode.commands.executeCommand('sigmic.savePreset', text),
    removeFile: ({ id, key }) => composer.remove(id, key),
    tickFile: ({ id, key, ticked }) => composer.tick(id, ticked, key),
    moreFiles: ({ id }) => composer.showMore(id),
    stopSending: () => composer.stop(),
    cancel: () => withTask((taskId) => vscode.commands.executeCommand('sigmic.cancelTask', taskId)),
    runAgain: () => withTask((taskId) => vscode.commands.executeCommand('sigmic.runAgain', taskId)),
    answer: (answer) => withTask((taskId) => answerTool(taskId, answer)),
    showWaiting: () => {
      const [call] = session()?.waiting ?? [];
      if (call !== undefined) feed.tell({ type: 'reveal', callId: call.callId });
    },
    review: ({ callId }) => offer.review(callId),
    openArtifact: ({ path }) =>
      withTask((taskId) => vscode.commands.executeCommand('sigmic.openArtifact', taskId, path)),
    useFiles: ({ action, path }) => withTask((taskId) => useFiles(action, taskId, path)),
    openLink: ({ href }) => openLink(href),
    copy: ({ text }) => offer.excerpts.copy(text),
    copyAnswer: ({ turn: key }) => {
      const turn = session()?.transcript.turns.find((each) => each.key === key);
      return turn && offer.excerpts.copy(answerText(turn));
    },
    openText: ({ key }) => withTask((taskId) => offer.texts.open(taskId, key)),
    insert: ({ text }) => offer.excerpts.insert(text),
    reconnect: () => session()?.wake('person'),
    broken: ({ part, reason }) =>
      services.log.error(`A part of a conversation (${part}) could not be shown: ${reason}`),
    online: () => services.sessions.wakeAll(),
    act: ({ action, draft }) => act(action, { retry: () => composer.retry(draft), profile: profileId() }),
  };
}
