import * as vscode from 'vscode';
import type { SessionUpdate } from '../../core/session/task-session';
import { setContextKey } from '../platform/context-keys';
import type { HostServices } from '../services';
import { Answering, tellTooLate, type QueueFollowUp } from './answer';
import { Asker } from './asker';
import { registerApprovalCommands } from './commands';
import { headStart, isOursToAsk } from './one-window';
import { ReviewDocuments } from './review-documents';
import { createStatusItem } from './status-item';
import { Walk } from './walk';

/**
 * The agent's questions: a notification for each task that asks, a count in the status bar, documents that show all of a call, and
 * the commands that answer.
 */
export function registerApprovals(services: HostServices, queueFollowUp: QueueFollowUp): vscode.Disposable {
  const { context, sessions } = services;
  const statusItem = createStatusItem(services);
  const reviews = new ReviewDocuments({
    front: services.front,
    sessions,
    mask: (text) => services.secrets.text(text),
    tellOpen: (uris) => setContextKey(context, 'sigmic.waitingReviews', uris),
  });
  const answering = new Answering(services, queueFollowUp);
  const walk = new Walk(services, answering, reviews);
  const asker = new Asker(() => sessions.all, {
    ask: async (text, answers, news) =>
      (await isOursToAsk(services.claims, news))
        ? vscode.window.showInformationMessage(text, ...answers)
        : undefined,
    answer: (tool, outcome) => answering.answer({ ...tool, shown: tool }, outcome),
    review: ([tool, ...others]) => {
      if (tool === undefined) return undefined;
      return others.length === 0 ? reviews.open(tool) : walk.start(tool.taskId);
    },
    tooLate: tellTooLate,
    isSilent: () => !services.settings.tellsApprovals(),
    schedule: (work, ms) => {
      const timer = setTimeout(work, ms + headStart(vscode.window.state.focused));
      return () => clearTimeout(timer);
    },
  });
  const update = (): void => {
    statusItem.update();
    asker.update();
    reviews.update();
  };
  update();
  return vscode.Disposable.from(
    statusItem,
    asker,
    reviews,
    {
      dispose: sessions.onUpdate((_session, change) => {
        if (mayChangeWaiting(change)) update();
      }),
    },
    registerApprovalCommands({ services, answering, reviews, walk }),
  );
}

/** Text alone, which comes many times a second, changes no question. */
function mayChangeWaiting({ patches, head, connection }: SessionUpdate): boolean {
  const onlyText = patches.length > 0 && patches.every(({ op }) => op === 'text');
  return !onlyText || head !== undefined || connection !== undefined;
}
