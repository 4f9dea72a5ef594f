/** One sound payload of each kind (api.md), to be changed. */
export const task = {
  id: 't',
  apiKeyId: 'k',
  username: 'me',
  sessionId: 's',
  conversationId: 'c',
  status: 'running',
  message: 'Sum up the sales\n\nbriefly',
  systemPrompt: null,
  showInHistory: true,
  autoExecute: false,
  env: { REGION: 'eu' },
  error: null,
  createdAt: '2026-11-22T09:00:00.000Z',
  startedAt: '2026-11-22T09:00:01.000Z',
  completedAt: null,
  lastActivityAt: '2026-11-22T09:05:00.000Z',
  messageCount: 2,
  output: { content: 'Hello', updatedAt: '2026-11-22T09:05:00.000Z', thoughts: [{ subject: 'a' }] },
  pendingApprovals: [
    { callId: 'call-1', toolName: 'run_shell_command', args: { command: 'ls', timeout: 5 } },
  ],
};

const messages = [
  {
    id: 'm1',
    role: 'user',
    content: 'Sum up the sales',
    createdAt: '2026-11-22T09:00:00.000Z',
    attachedFiles: [{ name: 'sales.csv', path: 'uploads/sales.csv' }],
  },
  {
    id: 'm2',
    role: 'assistant',
    content: 'They **grew**.\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    createdAt: '2026-11-22T09:01:00.000Z',
    thoughts: [{ subject: 'Reading', description: 'the file' }],
    toolCalls: [{ callId: 'c0', toolName: 'read_file', status: 'success', args: { path: 'a' }, output: 'x' }],
  },
];

/** The parts of an answer's `data`, by the call that gets it. */
export const answers = {
  created: { id: 't', status: 'pending' },
  tasks: [task, { ...task, id: 'u', status: 'failed', error: { message: 'No space' } }],
  task,
  history: { taskId: 't', conversationId: 'c', status: 'completed', messages },
  approved: { approved: true },
  cancelled: { message: 'Task cancelled' },
  files: {
    files: [
      {
        name: 'report.md',
        path: 'out/report.md',
        size: 12,
        mimeType: 'text/markdown',
        category: 'document',
        modifiedAt: '2026-11-22T09:05:00.000Z',
      },
    ],
  },
  token: { token: 'eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTUwMDAwMDB9.x', expiresAt: '2026-11-22T10:00:00.000Z' },
};

const args = { command: 'npm test', cwd: '/work' };

/** A conversation, event by event. */
export const events = [
  ...messages.map((data) => ({ event: 'history_message', data })),
  { event: 'history_done', data: { messageCount: 2, isStreaming: true } },
  { event: 'status', data: { status: 'processing', message: 'Working' } },
  { event: 'thought', data: { subject: 'Planning', description: 'what to do' } },
  { event: 'content', data: { text: 'Let me look. ', isPartial: true } },
  {
    event: 'tool_call',
    data: { callId: 'c1', toolName: 'run_shell_command', status: 'awaiting_approval', args },
  },
  {
    event: 'tool_call',
    data: { callId: 'c2', toolName: 'write_file', status: 'executing', args: { path: 'a.ts', content: 'x' } },
  },
  { event: 'tool_result', data: { callId: 'c2', status: 'success', output: { path: 'a.ts' } } },
  {
    event: 'subagent_start',
    data: { agentName: 'reviewer', displayName: 'Reviewer', objective: 'Review it' },
  },
  { event: 'subagent_thought', data: { agentName: 'reviewer', text: 'Hm' } },
  { event: 'subagent_tool', data: { agentName: 'reviewer', status: 'start', toolName: 'read_file', args } },
  {
    event: 'subagent_tool',
    data: { agentName: 'reviewer', status: 'end', toolName: 'read_file', output: 'x' },
  },
  { event: 'subagent_end', data: { agentName: 'reviewer', terminateReason: 'GOAL', result: 'fine' } },
  { event: 'error', data: { message: 'It failed', code: 'EXECUTION_ERROR' } },
  { event: 'content', data: { text: 'Done.\n\n```js\nlet a;\n```', isPartial: false } },
  { event: 'done', data: { finalResponse: 'Done.' } },
];
