import * as vscode from 'vscode';
import type { SessionRegistry } from '../../core/session/session-registry';
import { isSameCall } from '../../core/session/session-types';
import type { WaitingTool } from '../../core/session/task-session';
import { oneLine, shorten } from '../../core/visible-text';
import type { Front } from '../front';
import { readCurrent } from './current-file';
import { reviewState } from './review-state';
import { reviewBody, reviewText, type ReviewBody, type ReviewState } from './review-text';
import { parseReviewUri, reviewScheme, reviewUri, type ReviewPlace } from './review-uri';

interface Review {
  readonly tool: WaitingTool;
  readonly body: ReviewBody;
  readonly before: vscode.Uri;
  readonly after: vscode.Uri;
  state: ReviewState;
}

export interface ReviewDeps {
  readonly front: Pick<Front, 'registerDocuments'>;
  readonly sessions: Pick<SessionRegistry, 'get'>;
  /** Takes the values of secrets out of a file's text; those of a call are taken out already. */
  readonly mask: (text: string) => string;
  /** The reviews whose question is still open, as URIs. */
  readonly tellOpen: (uris: readonly string[]) => void;
}

/**
 * Read-only documents that show all of a waiting tool call (scheme `sigmic-review`). An answer that is given in one is for the
 * arguments that it shows; the document says when it is too late for that. VS Code does not bring such documents back in a new window,
 * where the question is asked anew.
 */
export class ReviewDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly reviews = new Map<string, Review>();
  private revisions = 0;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly listening: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  constructor(private readonly deps: ReviewDeps) {
    this.listening = vscode.Disposable.from(
      deps.front.registerDocuments(reviewScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
    );
  }

  /** Shows the call in an editor: a comparison when it changes a file, else one text. */
  async open(tool: WaitingTool): Promise<void> {
    const { body, before, after } = this.known(tool) ?? (await this.add(tool));
    this.update();
    if (body.before === undefined) {
      await vscode.window.showTextDocument(after, { preview: true });
      return;
    }
    const title = `${shorten(oneLine(body.file ?? body.name), 60)} (now ↔ after ${shorten(oneLine(tool.toolName), 60)})`;
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: true });
  }

  /** The call that a review shows, whether or not it still waits; undefined when nothing is known of it. */
  shownIn(uri: vscode.Uri): WaitingTool | undefined {
    const place = parseReviewUri(uri);
    return place && this.reviews.get(keyOf(place))?.tool;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const place = parseReviewUri(uri);
    const review = place && this.reviews.get(keyOf(place));
    if (place === undefined || review === undefined)
      return '# This question is not open here. "Sigmic: Review Approvals" shows what waits for you.\n';
    return reviewText(review.tool, review.body, place.side, review.state);
  }

  /** To be called whenever a session changed. */
  update(): void {
    for (const review of this.reviews.values()) {
      const state = reviewState(this.deps.sessions.get(review.tool.taskId), review.tool);
      // A session that nobody needs any more knows nothing; the answer was known before.
      if (state === review.state || (state === 'closed' && review.state !== 'waiting')) continue;
      review.state = state;
      this.changed.fire(review.after);
      if (review.body.before !== undefined) this.changed.fire(review.before);
    }
    const open = [...this.reviews.values()].filter(({ state }) => state === 'waiting');
    this.deps.tellOpen(open.flatMap(({ before, after }) => [before.toString(), after.toString()]));
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
    this.reviews.clear();
  }

  private known(tool: WaitingTool): Review | undefined {
    return [...this.reviews.values()].find(
      (review) =>
        review.tool.taskId === tool.taskId &&
        review.tool.callId === tool.callId &&
        isSameCall(review.tool, tool),
    );
  }

  private async add(tool: WaitingTool): Promise<Review> {
    const body = reviewBody(tool, await readCurrent(tool, this.deps.mask));
    this.revisions += 1;
    const place = { taskId: tool.taskId, callId: tool.callId, revision: this.revisions };
    const review: Review = {
      tool,
      body,
      before: reviewUri({ ...place, side: 'before' }, body.name),
      after: reviewUri({ ...place, side: 'after' }, body.name),
      state: 'waiting',
    };
    this.reviews.set(keyOf(place), review);
    return review;
  }

  private forget(uri: vscode.Uri): void {
    const place = parseReviewUri(uri);
    if (place?.side === 'after' && this.reviews.delete(keyOf(place))) this.update();
  }
}

function keyOf({ taskId, callId, revision }: Omit<ReviewPlace, 'side'>): string {
  return JSON.stringify([taskId, callId, revision]);
}
