import type { Recording, RecordedEvent } from './recorded-task';

const event = (name: string, data: object): RecordedEvent => ({ event: name, data });

/** A conversation with a first turn saved and a second one running: text, thoughts, tools, two subagents, umlauts and emoji. */
export const recording: Recording = {
  history: [
    event('history_message', {
      id: 'm1',
      role: 'user',
      content: 'Hello',
      createdAt: '2026-01-26T15:50:54.870Z',
    }),
    event('history_message', {
      id: 'm2',
      role: 'assistant',
      content: 'Hi, what can I do?',
      createdAt: '2026-01-26T15:50:55.870Z',
      thoughts: [{ subject: 'Greeting', description: 'They said hello' }],
      toolCalls: [
        { callId: 'c0', toolName: 'list_directory', status: 'success', args: { path: '.' }, output: 'a.csv' },
      ],
    }),
  ],
  question: event('history_message', {
    id: 'm3',
    role: 'user',
    content: 'Summarise a.csv',
    createdAt: '2026-01-26T15:51:00.000Z',
  }),
  live: [
    event('status', { status: 'processing', message: 'Working' }),
    event('thought', { subject: 'Reading the file', description: 'It is a table' }),
    event('content', { text: 'I will read ', isPartial: true }),
    event('content', { text: 'the file — größer\n', isPartial: true }),
    event('content', { text: 'first 🙂.\n\n', isPartial: true }),
    event('tool_call', { callId: 'c1', toolName: 'read_file', status: 'pending', args: { path: 'a.csv' } }),
    event('tool_call', { callId: 'c1', toolName: 'read_file', status: 'executing', args: { path: 'a.csv' } }),
    event('tool_result', { callId: 'c1', status: 'success', output: 'x,y\n1,2\n' }),
    event('subagent_start', { agentName: 'counter', displayName: 'Counter', objective: 'Count' }),
    event('subagent_start', { agentName: 'checker', objective: 'Check' }),
    event('subagent_thought', { agentName: 'counter', text: 'One' }),
    event('subagent_tool', {
      agentName: 'checker',
      status: 'start',
      toolName: 'wc',
      args: { file: 'a.csv' },
    }),
    event('subagent_thought', { agentName: 'counter', text: 'One' }),
    event('subagent_tool', { agentName: 'checker', status: 'end', toolName: 'wc', output: '2' }),
    event('subagent_end', { agentName: 'counter', terminateReason: 'GOAL', result: '1' }),
    event('subagent_end', { agentName: 'checker', terminateReason: 'GOAL', result: 'ok' }),
    event('thought', { subject: 'Reading the file', description: 'It is a table' }),
    event('content', { text: 'The table has ', isPartial: true }),
    event('content', { text: '**1** row', isPartial: true }),
    event('content', { text: '.', isPartial: true }),
    event('done', { finalResponse: 'The table has **1** row.' }),
  ],
  answer: event('history_message', {
    id: 'm4',
    role: 'assistant',
    content: 'I will read the file — größer\nfirst 🙂.\n\nThe table has **1** row.',
    createdAt: '2026-01-26T15:51:09.000Z',
    thoughts: [
      { subject: 'Reading the file', description: 'It is a table' },
      { subject: 'Reading the file', description: 'It is a table' },
    ],
    toolCalls: [
      {
        callId: 'c1',
        toolName: 'read_file',
        status: 'success',
        args: { path: 'a.csv' },
        output: 'x,y\n1,2\n',
      },
    ],
  }),
};
