import { isSameCall } from '../../core/session/session-types';
import type { TaskSession, WaitingTool } from '../../core/session/task-session';
import type { ToolOutcome } from '../../core/session/transcript';
import { describeQuestion, describeSeveral, type Question } from './question';

export const answers = ['Approve once', 'Always approve', 'Reject', 'Review'] as const;
export type Answer = (typeof answers)[number];

const outcomes: Readonly<Record<Exclude<Answer, 'Review'>, ToolOutcome>> = {
  'Approve once': 'proceed_once',
  'Always approve': 'proceed_always',
  Reject: 'cancel',
};

/** The answers that may be given to a question as it is shown. */
export function answersFor(question: Pick<Question, 'exact'>): readonly Answer[] {
  return question.exact ? answers : ['Review', 'Reject'];
}

export function outcomeOf(answer: Answer): ToolOutcome | undefined {
  return answer === 'Review' ? undefined : outcomes[answer];
}

/** Questions in more notifications than this at a time are a wall that nobody reads: the others follow as these are answered. */
const MAX_OPEN = 5;
/** Calls that an agent makes at the same time come within this time (ms), and are asked about together. */
const TOGETHER_MS = 250;

export interface AskerDeps {
  /**
   * Shows the question until it is answered or dismissed (undefined, also when this window is not the one to ask). `news`: the calls
   * that have not been asked about here before.
   */
  readonly ask: (
    text: string,
    answers: readonly Answer[],
    news: readonly WaitingTool[],
  ) => PromiseLike<Answer | undefined>;
  readonly answer: (tool: WaitingTool, outcome: ToolOutcome) => unknown;
  /** Shows these calls of one task. */
  readonly review: (tools: readonly WaitingTool[]) => unknown;
  /** The person answered a question that is no longer open: nothing was sent. */
  readonly tooLate: () => unknown;
  /** Whether the person wants no notifications now. What comes meanwhile is not asked about later either. */
  readonly isSilent: () => boolean;
  /** Runs `work` after `ms`; returns what calls it off. */
  readonly schedule: (work: () => void, ms: number) => () => void;
}

type AskingSession = Pick<TaskSession, 'taskId' | 'waiting' | 'connection'>;

/**
 * Asks about the waiting calls of each task in one notification, and about each call once; one whose arguments change is another
 * call. VS Code cannot close a notification: when a further call comes, another notification tells the new number, and the one before
 * still counts for what it shows, as long as that waits unchanged.
 */
export class Asker {
  private readonly asked = new Map<string, Map<string, WaitingTool>>();
  /**
   * What the notifications are about that were not answered. VS Code puts them away after a while and keeps them, so that those
   * whose calls were answered in the chat may be there for days: they take no other question's place.
   */
  private readonly open = new Set<readonly WaitingTool[]>();
  private cancel: (() => void) | undefined;

  constructor(
    private readonly sessions: () => readonly AskingSession[],
    private readonly deps: AskerDeps,
  ) {}

  /** To be called whenever a session changed. */
  update(): void {
    this.prune();
    if (this.deps.isSilent()) for (const { taskId, waiting } of this.sessions()) this.note(taskId, waiting);
    if (this.cancel !== undefined || !this.sessions().some((session) => this.isNews(session))) return;
    this.cancel = this.deps.schedule(() => {
      this.cancel = undefined;
      if (this.deps.isSilent()) {
        this.update();
        return;
      }
      for (const session of this.sessions())
        if (this.openQuestions() < MAX_OPEN && this.isNews(session))
          void this.ask(session.taskId, session.waiting);
    }, TOGETHER_MS);
  }

  dispose(): void {
    this.cancel?.();
  }

  private isNews(session: AskingSession): boolean {
    return this.newsOf(session).length > 0;
  }

  private newsOf({ taskId, waiting }: Pick<AskingSession, 'taskId' | 'waiting'>): readonly WaitingTool[] {
    const asked = this.asked.get(taskId);
    return waiting.filter((tool) => {
      const before = asked?.get(tool.callId);
      return before === undefined || !isSameCall(before, tool);
    });
  }

  private async ask(taskId: string, tools: readonly WaitingTool[]): Promise<void> {
    const news = this.newsOf({ taskId, waiting: tools });
    this.note(taskId, tools);
    const [tool] = tools;
    if (tool === undefined) return;
    this.open.add(tools);
    if (tools.length === 1) await this.askOne(tool, news);
    else await this.askSeveral(tools, news);
    this.open.delete(tools);
    this.update();
  }

  /** These have been asked about, or never will be. */
  private note(taskId: string, tools: readonly WaitingTool[]): void {
    if (tools.length === 0) return;
    const asked = this.asked.get(taskId) ?? new Map<string, WaitingTool>();
    for (const tool of tools) asked.set(tool.callId, tool);
    this.asked.set(taskId, asked);
  }

  private async askOne(tool: WaitingTool, news: readonly WaitingTool[]): Promise<void> {
    const question = describeQuestion(tool);
    const answer = await this.deps.ask(question.text, answersFor(question), news);
    if (answer === undefined) return;
    const outcome = outcomeOf(answer);
    if (!this.waits(tool)) this.deps.tooLate();
    else if (outcome === undefined) this.deps.review([tool]);
    else this.deps.answer(tool, outcome);
  }

  /** However many there are by now: what is shown is what waits when it is shown. */
  private async askSeveral(tools: readonly WaitingTool[], news: readonly WaitingTool[]): Promise<void> {
    const { taskId = '', taskTitle = '' } = tools[0] ?? {};
    const answer = await this.deps.ask(describeSeveral(taskTitle, tools.length), ['Review'], news);
    if (answer === undefined) return;
    const waiting = this.waitingIn(taskId);
    if (waiting.length === 0) this.deps.tooLate();
    else this.deps.review(waiting);
  }

  private openQuestions(): number {
    return [...this.open].filter((tools) => tools.some((tool) => this.waits(tool))).length;
  }

  /** Whether this very call still waits for its answer. */
  private waits(tool: WaitingTool): boolean {
    return this.waitingIn(tool.taskId).some(
      (other) => other.callId === tool.callId && isSameCall(other, tool),
    );
  }

  private waitingIn(taskId: string): readonly WaitingTool[] {
    return this.sessions().find((session) => session.taskId === taskId)?.waiting ?? [];
  }

  /** A task that is at rest, or that nobody follows, asks nothing again. */
  private prune(): void {
    if (this.asked.size === 0) return;
    const live = this.sessions().filter(({ connection }) => connection.kind !== 'idle');
    for (const taskId of this.asked.keys())
      if (!live.some((session) => session.taskId === taskId)) this.asked.delete(taskId);
  }
}
