import assert from 'node:assert/strict';
import type { StreamEvent } from '../../../src/core/api';
import { Conversation } from '../../../src/core/session/conversation';
import { content, done, historyDone, question, result, thought, tool } from './events';

/** An agent that did very much in one turn, as a conversation hears of it. Each is given a number of calls and prepares one hearing. */
export const veryLongTurns: Readonly<Record<string, (calls: number) => () => Conversation>> = {
  saved: (calls) => {
    const events = [question('q', 'Work'), saved('a', calls, 0), historyDone(false)];
    return () => hear(new Conversation(), events);
  },
  'saved as a message for each call': (calls) => {
    const answers = range(calls).map((n) => saved(`a${n}`, 1, n));
    const events = [question('q', 'Work'), ...answers, historyDone(false)];
    return again(events, events);
  },
  'told again while it runs': (calls) => {
    const events = [...opened, ...range(calls).flatMap(step), content('It is done.')];
    return again(events, events);
  },
  'told again in other words, with all calls rejected': (calls) => {
    const asked = range(calls).map((n) => tool(`c${n}`, 'awaiting_approval', { n }));
    const rejected = range(calls).map((n) => tool(`c${n}`, 'cancelled', { n }));
    return () => {
      const conversation = hear(new Conversation(), [...opened, content('One'), ...asked]);
      for (const n of range(calls)) conversation.setAnswer(`c${n}`, { outcome: 'cancel', state: 'sent' });
      hear(conversation, rejected);
      return hear(conversation, [...opened, content('Uno dos'), ...asked, ...rejected, done('')]);
    };
  },
  'asking before each call': (calls) => {
    const asking = range(calls).flatMap((n) => [tool(`c${n}`, 'awaiting_approval', { n }), ...step(n)]);
    return () => hear(new Conversation(), [...opened, ...asking, done('')]);
  },
  'by a subagent beside the main one': (calls) => {
    const beside = range(calls).flatMap((n) => [...step(n), ...subagentStep('helper')]);
    return () => hear(new Conversation(), [...opened, ...beside, done('')]);
  },
  'by subagents': (calls) => {
    const agents = range(calls).flatMap((n): readonly StreamEvent[] => [
      { type: 'subagent_start', data: { agentName: `helper ${n}` } },
      ...subagentStep(`helper ${n}`),
      { type: 'subagent_end', data: { agentName: `helper ${n}`, terminateReason: 'GOAL' } },
    ]);
    return () => hear(new Conversation(), [...opened, ...agents, done('')]);
  },
};

/** How many calls it shows, those of subagents too. */
export function callsIn(conversation: Conversation): number {
  const kinds = conversation.transcript.turns.flatMap(({ segments }) =>
    segments.flatMap((segment) =>
      segment.kind === 'subagent' ? segment.items.map(({ kind }) => kind) : [segment.kind],
    ),
  );
  return kinds.filter((kind) => kind === 'tool').length;
}

const opened = [question('q', 'Work'), historyDone(true)];

/** After each event it is asked whether something waits, as a session does. */
function hear(conversation: Conversation, events: readonly StreamEvent[]): Conversation {
  if (events[0]?.type === 'history_message') conversation.beginReplay();
  for (const event of events) {
    if (event.type !== 'status') conversation.receive(event);
    assert.ok(conversation.waitingCount >= 0);
  }
  return conversation;
}

/** Hears the first events now, and the others each time. */
function again(first: readonly StreamEvent[], then: readonly StreamEvent[]): () => Conversation {
  const conversation = hear(new Conversation(), first);
  return () => hear(conversation, then);
}

function step(n: number): readonly StreamEvent[] {
  return [thought(`Step ${n}`), tool(`c${n}`, 'executing', { n }), result(`c${n}`, 'success', 'Done')];
}

function subagentStep(agentName: string): readonly StreamEvent[] {
  const toolName = 'read_file';
  return [
    { type: 'subagent_thought', data: { agentName, text: 'Next' } },
    { type: 'subagent_tool', data: { agentName, status: 'start', toolName } },
    { type: 'subagent_tool', data: { agentName, status: 'end', toolName, output: 'Done' } },
  ];
}

function saved(id: string, calls: number, from: number): StreamEvent {
  const toolCalls = range(calls).map((n) => ({
    callId: `c${from + n}`,
    toolName: 'run_shell',
    status: 'success',
    args: { n: from + n },
    output: 'Done',
  }));
  return {
    type: 'history_message',
    data: { id, role: 'assistant', content: `Done ${from}.`, attachedFiles: [], thoughts: [], toolCalls },
  };
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}
