import { setImmediate as nextTurn } from 'node:timers/promises';
import { toolCallEvent, toolResultEvent } from '../run/events';
import type { Turn } from '../run/turn';
import type { Task } from '../tasks/task';
import type { Script, Scripts, ScriptStep } from './scripts';

/** Plays a script step by step in place of the agent. */
export async function playScript(script: Script, task: Task, turn: Turn, scripts: Scripts): Promise<void> {
  const signal = turn.abort.signal;
  for (const step of script.steps) {
    signal.throwIfAborted();
    await play(step, task, turn, scripts);
    await nextTurn();
  }
}

async function play(step: ScriptStep, task: Task, turn: Turn, scripts: Scripts): Promise<void> {
  if ('event' in step) turn.emit({ event: step.event, data: step.data, exact: true });
  else if ('raw' in step) turn.emit({ event: 'raw', data: undefined, raw: step.raw });
  else if ('gate' in step) await scripts.atGate(step.gate, turn.abort.signal);
  else if ('saved' in step) turn.savedContent = step.saved;
  else if ('approval' in step) await askFor(step.approval, task, turn);
  else throw new Error(step.fail);
}

async function askFor(
  { callId, toolName, args = {} }: { callId: string; toolName: string; args?: object },
  task: Task,
  turn: Turn,
): Promise<void> {
  const answer = turn.approvals.ask({ callId, toolName, args }, turn.abort.signal);
  task.record.status = 'awaiting_approval';
  task.save();
  turn.emit(toolCallEvent(callId, toolName, 'awaiting_approval', args));
  const approved = (await answer) !== 'cancel';
  task.record.status = 'running';
  task.save();
  turn.emit(toolCallEvent(callId, toolName, approved ? 'executing' : 'cancelled', args));
  const text = approved ? 'Done.' : 'The user rejected this tool call.';
  turn.emit(toolResultEvent(callId, approved ? 'success' : 'cancelled', { message: text }, text));
}
