import { randomUUID } from 'node:crypto';
import { setTimeout as sleep, setImmediate as nextTurn } from 'node:timers/promises';
import type { EnvMap } from '../auth/env-map';
import { contentEvent, subagentEvent, thoughtEvent, toolCallEvent, toolResultEvent } from '../run/events';
import type { Turn } from '../run/turn';
import type { MessageRecord } from '../tasks/records';
import type { Task } from '../tasks/task';
import { maskSecrets, maskText } from './mask';
import { Subagent } from './subagent';
import type { Tool, ToolResult } from './tool';

/** All that a rule has: what was said, the workspace, and the ways to think, act and speak. */
export class AgentContext {
  /** The conversation before the message that is being answered. */
  readonly history: readonly MessageRecord[];
  readonly message: string;
  readonly signal: AbortSignal;
  private readonly env: EnvMap;
  private readonly secrets: EnvMap;
  private hasSpoken = false;

  constructor(
    readonly task: Task,
    private readonly turn: Turn,
    private readonly pace: number,
  ) {
    const current = task.messages.at(-1);
    this.history = task.messages.slice(0, -1);
    this.message = current?.content ?? '';
    this.signal = turn.abort.signal;
    this.secrets = task.session?.secrets ?? {};
    this.env = { ...task.record.env, ...this.secrets };
  }

  /** Paths of the files that came with the message. */
  get attached(): string[] {
    return (this.task.messages.at(-1)?.attachedFiles ?? []).map(({ path }) => path);
  }

  async pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.signal });
    else await nextTurn(undefined, { signal: this.signal });
  }

  async think(subject: string, description?: string): Promise<void> {
    this.signal.throwIfAborted();
    this.turn.emit(thoughtEvent({ subject, ...(description === undefined ? {} : { description }) }));
    await this.pause(this.pace * 12);
  }

  /** Streams Markdown a word or two at a time; a second text in one turn begins a new paragraph. */
  async say(markdown: string): Promise<void> {
    const text = maskText(this.hasSpoken ? `\n\n${markdown}` : markdown, this.secrets);
    this.hasSpoken = true;
    for (const piece of text.match(/\s*\S+(?:[ \t]+\S{1,3}(?=\s))?|\s+$/g) ?? []) {
      this.signal.throwIfAborted();
      this.turn.emit(contentEvent(piece));
      await this.pause(this.pace);
    }
  }

  /** Adds text to the answer in one piece and as it is. */
  append(text: string): void {
    this.signal.throwIfAborted();
    this.hasSpoken = true;
    this.turn.emit(contentEvent(maskText(text, this.secrets)));
  }

  /** Runs a tool, after approval where the task wants it. A rejected tool does nothing and is `cancelled`. */
  async use<Args extends object, Output extends object>(
    tool: Tool<Args, Output>,
    args: Args,
  ): Promise<ToolResult<Output>> {
    this.signal.throwIfAborted();
    const callId = `call_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
    const shownArgs = maskSecrets(args, this.secrets);
    if (!(await this.isApproved(callId, tool.name, shownArgs))) {
      this.turn.emit(toolCallEvent(callId, tool.name, 'cancelled', shownArgs));
      const refusal = 'The user rejected this tool call.';
      this.turn.emit(toolResultEvent(callId, 'cancelled', { message: refusal }, refusal));
      this.signal.throwIfAborted();
      return { status: 'cancelled' };
    }
    this.turn.emit(toolCallEvent(callId, tool.name, 'executing', shownArgs));
    await this.pause(this.pace * 8);
    try {
      const around = { workspace: this.task.workspace, env: this.env, signal: this.signal };
      const output = await tool.run(args, around);
      this.signal.throwIfAborted();
      const shown = maskSecrets(output, this.secrets);
      this.turn.emit(toolResultEvent(callId, 'success', shown, tool.text(shown)));
      return { status: 'success', output: shown };
    } catch (error) {
      this.signal.throwIfAborted();
      const message = maskText(error instanceof Error ? error.message : String(error), this.secrets);
      this.turn.emit(toolResultEvent(callId, 'error', { message }, message));
      return { status: 'error', message };
    }
  }

  /** Hands part of the work to a named subagent. */
  subagent(agentName: string, displayName: string, objective: string): Subagent {
    const emit: typeof subagentEvent = (kind, data) => {
      const event = subagentEvent(kind, { agentName, ...maskSecrets(data, this.secrets) });
      this.turn.emit(event);
      return event;
    };
    const around = { workspace: this.task.workspace, env: this.env, signal: this.signal };
    return new Subagent(emit, { displayName, objective }, around, () => this.pause(this.pace * 8));
  }

  private async isApproved(callId: string, toolName: string, args: object): Promise<boolean> {
    const { record, session } = this.task;
    if (record.autoExecute || session?.allowedTools.has(toolName) === true) return true;
    const answer = this.turn.approvals.ask({ callId, toolName, args }, this.signal);
    record.status = 'awaiting_approval';
    this.task.save();
    this.turn.emit(toolCallEvent(callId, toolName, 'awaiting_approval', args));
    const outcome = await answer;
    if (this.turn.approvals.pending.length === 0) record.status = 'running';
    if (outcome === 'proceed_always') session?.allowedTools.add(toolName);
    this.task.save();
    return outcome !== 'cancel';
  }
}
