import * as vscode from 'vscode';
import { isSameCall } from '../../core/session/session-types';
import type { WaitingTool } from '../../core/session/task-session';
import { shorten, withoutIcons } from '../../core/visible-text';
import type { HostServices } from '../services';
import type { Answering } from './answer';
import { askReason } from './ask-reason';
import { answersFor, outcomeOf, type Answer } from './asker';
import { describeCall, whoAsks } from './question';
import type { ReviewDocuments } from './review-documents';
import { waitingTools } from './waiting';

/** What fits on one line of a quick pick. */
const LINE = 70;
const later = 'Decide later';
const withReason = 'Reject with reason...';
type Choice = Answer | typeof later | typeof withReason;

interface ChoiceItem extends vscode.QuickPickItem {
  readonly label: Choice;
}

/**
 * Goes through the open questions one after the other. Choosing "Review" shows the whole call in an editor; the walk goes on with the
 * next question when that one has been answered there.
 */
export class Walk {
  private readonly put = new Set<string>();
  private inReview: WaitingTool | undefined;
  private taskId: string | undefined;

  constructor(
    private readonly services: HostServices,
    private readonly answering: Answering,
    private readonly reviews: Pick<ReviewDocuments, 'open'>,
  ) {}

  /** Begins with the first question, of one task or of all. */
  async start(taskId?: string): Promise<void> {
    this.put.clear();
    this.taskId = taskId;
    if (waitingTools(this.services, taskId).length === 0)
      void vscode.window.showInformationMessage('No tool waits for your approval.');
    await this.go();
  }

  /** The person answered this call where it was shown whole. */
  async answered(tool: Pick<WaitingTool, 'taskId' | 'callId'>): Promise<void> {
    if (this.inReview === undefined || keyOf(this.inReview) !== keyOf(tool)) return;
    await this.go();
  }

  private async go(): Promise<void> {
    this.inReview = undefined;
    for (;;) {
      const open = waitingTools(this.services, this.taskId).filter((tool) => !this.put.has(keyOf(tool)));
      const [tool] = open;
      if (tool === undefined) return;
      this.put.add(keyOf(tool));
      const choice = await choose(this.services, tool, open.length);
      if (choice === undefined) return;
      if (choice === 'Review') {
        this.inReview = tool;
        return this.reviews.open(tool);
      }
      if (choice === later || choice === 'closed') continue;
      const reason = choice === withReason ? await askReason(tool) : undefined;
      const outcome =
        choice === withReason ? (reason === undefined ? undefined : 'cancel') : outcomeOf(choice);
      if (outcome !== undefined) await this.answering.answer({ ...tool, shown: tool, reason }, outcome);
    }
  }
}

/** One question; `closed` when it was answered elsewhere or became another one while it was shown, undefined when the person leaves. */
async function choose(
  services: HostServices,
  tool: WaitingTool,
  count: number,
): Promise<Choice | 'closed' | undefined> {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  pick.title = count === 1 ? 'One tool waits for you' : `${count} tools wait for you`;
  pick.placeholder = `${whoAsks(tool.taskTitle)} wants to run a tool`;
  pick.ignoreFocusOut = true;
  pick.items = choices(tool);
  const isOpen = (): boolean =>
    waitingTools(services, tool.taskId).some(
      (other) => other.callId === tool.callId && isSameCall(other, tool),
    );
  let stop = (): void => undefined;
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.label));
      pick.onDidHide(() => resolve(undefined));
      stop = services.sessions.onUpdate(() => {
        if (!isOpen()) resolve('closed');
      });
      pick.show();
    });
  } finally {
    stop();
    pick.dispose();
  }
}

/** What would be done stands below the first answer: the box above is cut, and hidden while something is typed. */
function choices(tool: WaitingTool): readonly ChoiceItem[] {
  const call = describeCall(tool, LINE);
  const line = withoutIcons(shorten(call.text, LINE));
  const given = answersFor({ exact: call.exact && line === call.text });
  const labels: readonly Choice[] = [
    ...given.filter((answer) => answer !== 'Reject'),
    'Reject',
    withReason,
    later,
  ];
  return labels.map((label, index) => {
    if (index === 0) return { label, detail: line };
    return label === 'Review' ? { label, detail: 'See all of it in an editor, and answer there' } : { label };
  });
}

function keyOf({ taskId, callId }: Pick<WaitingTool, 'taskId' | 'callId'>): string {
  return JSON.stringify([taskId, callId]);
}
