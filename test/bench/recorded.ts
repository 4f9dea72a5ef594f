import type { StreamEvent } from '../../src/core/api';

/** What one step of the agent's work says; 40 events. */
function step(n: number): StreamEvent[] {
  const args = { path: `data/file-${n}.csv`, limit: 100 };
  const agentName = 'checker';
  const content = Array.from({ length: 31 }, (_, i): StreamEvent => {
    return {
      type: 'content',
      data: { text: `${n}.${i} some words of the answer, as they come; `, isPartial: true },
    };
  });
  return [
    { type: 'thought', data: { subject: `Step ${n}`, description: 'What to look at next, and why that.' } },
    ...content,
    { type: 'tool_call', data: { callId: `c${n}`, toolName: 'read_file', status: 'pending', args } },
    { type: 'tool_call', data: { callId: `c${n}`, toolName: 'read_file', status: 'executing', args } },
    {
      type: 'tool_result',
      data: { callId: `c${n}`, status: 'success', output: `row ${n}, 1, 2, 3\n`.repeat(10) },
    },
    { type: 'subagent_start', data: { agentName, displayName: 'Checker', objective: 'Check the figures' } },
    { type: 'subagent_thought', data: { agentName, text: `Looking at ${n}` } },
    { type: 'subagent_tool', data: { agentName, status: 'start', toolName: 'wc', args } },
    { type: 'subagent_tool', data: { agentName, status: 'end', toolName: 'wc', output: '2' } },
    { type: 'subagent_end', data: { agentName, terminateReason: 'GOAL', result: 'ok' } },
  ];
}

/** A connection of `count` events: one question, then one long turn of work in text, thoughts, tools and subagents. */
export function recordedTurn(count: number): StreamEvent[] {
  const work = Array.from({ length: Math.ceil(count / 40) }, (_, n) => step(n)).flat();
  return [
    question('m0', 'Do a lot of work'),
    { type: 'history_done', data: { messageCount: 1, isStreaming: true } },
    ...work.slice(0, count - 3),
    { type: 'done', data: { finalResponse: undefined } },
  ];
}

/** The saved history of a task of `count` messages, about 2,000 characters each, with thoughts and tools. */
export function recordedHistory(count: number): StreamEvent[] {
  const messages = Array.from({ length: count }, (_, n) =>
    n % 2 === 0 ? question(`m${n}`, `Question ${n}`) : reply(n),
  );
  return [...messages, { type: 'history_done', data: { messageCount: count, isStreaming: false } }];
}

function question(id: string, content: string): StreamEvent {
  const createdAt = '2026-01-26T15:50:54.870Z';
  return {
    type: 'history_message',
    data: { id, role: 'user', content, createdAt, attachedFiles: [], thoughts: [], toolCalls: [] },
  };
}

function reply(n: number): StreamEvent {
  const output = `line ${n} of a long output\n`.repeat(100);
  return {
    type: 'history_message',
    data: {
      id: `m${n}`,
      role: 'assistant',
      content: `Answer ${n}. ${'It says a few things. '.repeat(40)}`,
      attachedFiles: [],
      thoughts: [{ subject: `Thought ${n}`, description: 'What to do.' }],
      toolCalls: [{ callId: `c${n}`, toolName: 'run', status: 'success', args: { n }, output }],
    },
  };
}

/** The bytes in which a server tells the events. */
export function encode(events: readonly StreamEvent[]): Uint8Array {
  return Buffer.from(
    events.map(({ type, data }) => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
  );
}
