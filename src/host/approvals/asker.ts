import { isSameCall } from '../../core/session/session-types';
import type { TaskSession, WaitingTool } from '../../core/session/task-session';
import type { ApprovalOutcome } from '../../core/session/transcript';
import { describeQuestion, type Question } from './question';

export const answers = ['Approve once', 'Always approve', 'Reject', 'Review'] as const;
export type Answer = (typeof answers)[number];

const outcomes: Readonly<Record<Exclude<Answer, 'Review'>, ApprovalOutcome>> = {
  'Approve once': 'proceed_once',
  'Always approve': 'proceed_always',
  Reject: 'cancel',
};

/** The answers that may be given to a question as it is shown. */
export function answersFor(question: Pick<Question, 'exact'>): readonly Answer[] {
  return question.exact ? answers : ['Review', 'Reject'];
}

export function outcomeOf(answer: Answer): ApprovalOutcome | undefined {
  return answer === 'Review' ? undefined : outcomes[answer];
}

/** More notifications than this at a time are a wall that nobody reads: the others follow as these are answered. */
const MAX_OPEN = 5;

export interface AskerDeps {
  /** Shows the question until it is answered or dismissed (undefined). */
  readonly ask: (text: string, answers: readonly Answer[]) => PromiseLike<Answer | undefined>;
  readonly answer: (tool: WaitingTool, outcome: ApprovalOutcome) => unknown;
  readonly review: (tool: WaitingTool) => unknown;
  /** The person answered a question that is no longer open: nothing was sent. */
  readonly tooLate: (tool: WaitingTool) => unknown;
}

interface Asked {
  readonly tool: WaitingTool;
  open: boolean;
}

/** Asks about each waiting tool call once. A call whose arguments change is another question, and is asked anew. */
export class Asker {
  private readonly asked = new Map<string, Asked>();

  constructor(
    private readonly sessions: () => readonly Pick<TaskSession, 'waiting'>[],
    private readonly deps: AskerDeps,
  ) {}

  /** To be called whenever a session changed. */
  update(): void {
    const waiting = this.sessions().flatMap((session) => session.waiting);
    if (waiting.length === 0) return;
    let open = waiting.filter((tool) => this.asked.get(keyOf(tool))?.open === true).length;
    for (const tool of waiting) {
      const before = this.asked.get(keyOf(tool));
      if (before !== undefined && isSameCall(before.tool, tool)) continue;
      if (before?.open !== true) open += 1;
      if (open > MAX_OPEN) return;
      void this.ask(tool);
    }
  }

  private async ask(tool: WaitingTool): Promise<void> {
    const asked: Asked = { tool, open: true };
    this.asked.set(keyOf(tool), asked);
    const question = describeQuestion(tool);
    const answer = await this.deps.ask(question.text, answersFor(question));
    asked.open = false;
    if (answer !== undefined) this.take(tool, answer);
    this.update();
  }

  private take(tool: WaitingTool, answer: Answer): void {
    const outcome = outcomeOf(answer);
    if (outcome === undefined) this.deps.review(tool);
    else if (this.isOpen(tool)) this.deps.answer(tool, outcome);
    else this.deps.tooLate(tool);
  }

  private isOpen(tool: WaitingTool): boolean {
    const waiting = this.sessions().flatMap((session) => session.waiting);
    return waiting.some((other) => keyOf(other) === keyOf(tool) && isSameCall(other, tool));
  }
}

function keyOf({ taskId, callId }: WaitingTool): string {
  return JSON.stringify([taskId, callId]);
}
