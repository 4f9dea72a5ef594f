import * as vscode from 'vscode';
import { isSameCall } from '../../core/session/session-types';
import type { WaitingTool } from '../../core/session/task-session';
import { shorten, withoutIcons } from '../../core/visible-text';
import type { HostServices } from '../services';
import { answerTool } from './answer';
import { answersFor, outcomeOf, type Answer } from './asker';
import { describeCall, whoAsks } from './question';

/** What fits on one line of a quick pick. */
const LINE = 70;
const later = 'Decide later';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly label: Answer | typeof later;
}

/** Walks through all questions that are open, one after the other. */
export async function reviewApprovals(services: HostServices): Promise<void> {
  const put = new Set<string>();
  for (let answered = 0; ; answered++) {
    const open = waitingTools(services).filter((tool) => !put.has(`${tool.taskId} ${tool.callId}`));
    const [tool] = open;
    if (tool === undefined) {
      if (answered === 0) void vscode.window.showInformationMessage('No tool waits for your approval.');
      return;
    }
    put.add(`${tool.taskId} ${tool.callId}`);
    const choice = await choose(services, tool, open.length);
    if (choice === undefined) return;
    if (choice === 'Review') return reviewTool(tool);
    const outcome = choice === later || choice === 'closed' ? undefined : outcomeOf(choice);
    if (outcome !== undefined) await answerTool(services, { ...tool, shown: tool }, outcome);
  }
}

/** Shows the tool call in its conversation. */
export async function reviewTool({ taskId, callId }: WaitingTool): Promise<void> {
  await vscode.commands.executeCommand('sigmic.openTask', taskId, { reveal: callId });
}

export function waitingTools({ sessions }: HostServices): readonly WaitingTool[] {
  return sessions.all.flatMap((session) => session.waiting);
}

/** One question; `closed` when it was answered elsewhere or became another one while it was shown, undefined when the person leaves. */
async function choose(
  services: HostServices,
  tool: WaitingTool,
  count: number,
): Promise<Answer | typeof later | 'closed' | undefined> {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  pick.title = count === 1 ? 'One tool waits for you' : `${count} tools wait for you`;
  pick.placeholder = `${whoAsks(tool.taskTitle)} wants to run a tool`;
  pick.ignoreFocusOut = true;
  pick.items = choices(tool);
  const isOpen = (): boolean =>
    waitingTools(services).some(
      (other) => other.taskId === tool.taskId && other.callId === tool.callId && isSameCall(other, tool),
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
  const labels: readonly ChoiceItem['label'][] = [
    ...answersFor({ exact: call.exact && line === call.text }),
    later,
  ];
  return labels.map((label, index) => {
    if (index === 0) return { label, detail: line };
    return label === 'Review' ? { label, detail: 'See all of it in the conversation' } : { label };
  });
}
