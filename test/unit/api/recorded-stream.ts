import type { StreamEvent } from '../../../src/core/api';

/** A small conversation with everything in it; texts with one, two, three and four byte characters. */
export const recordedEvents: readonly StreamEvent[] = [
  {
    type: 'history_message',
    data: {
      id: 'm1',
      role: 'user',
      content: 'Größe? 数 🦜\nSecond line',
      createdAt: '2026-01-01T00:00:00Z',
      attachedFiles: [{ name: 'a.csv', path: 'uploads/a.csv' }],
      thoughts: [],
      toolCalls: [],
    },
  },
  { type: 'history_done', data: { messageCount: 1, isStreaming: true } },
  { type: 'status', data: { status: 'processing', message: 'data: not a field' } },
  { type: 'thought', data: { subject: 'Reading', description: 'the “file”' } },
  {
    type: 'tool_call',
    data: { callId: 'c', toolName: 'shell', status: 'executing', args: { command: 'ls\r\n' } },
  },
  {
    type: 'tool_result',
    data: { callId: 'c', status: 'success', output: { type: 'content', data: { text: 'x' } } },
  },
  { type: 'subagent_start', data: { agentName: 'helper', displayName: 'Helper' } },
  { type: 'subagent_thought', data: { agentName: 'helper', text: 'hm' } },
  { type: 'subagent_tool', data: { agentName: 'helper', status: 'start', toolName: 'grep' } },
  { type: 'subagent_end', data: { agentName: 'helper', terminateReason: 'GOAL', result: 'ok' } },
  { type: 'content', data: { text: '42 🦜 ', isPartial: true } },
  { type: 'error', data: { message: 'small one', code: 'X' } },
  { type: 'done', data: { finalResponse: '42 🦜' } },
];

export interface Style {
  readonly wrapped?: boolean;
  readonly lineEnd?: string;
  readonly bom?: boolean;
}

/** The bytes of the recording, as servers may write them. */
export function encodeEvents(
  events: readonly StreamEvent[],
  { wrapped = false, lineEnd = '\n', bom = false }: Style = {},
) {
  const text = events
    .map(
      ({ type, data }) =>
        `event: ${type}\ndata: ${JSON.stringify(wrapped ? { type, data } : data)}\n\n:heartbeat\n\n`,
    )
    .join('')
    .replaceAll('\n', lineEnd);
  return Buffer.from(`${bom ? '\ufeff' : ''}${text}`);
}
