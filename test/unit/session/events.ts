import type { StreamEvent } from '../../../src/core/api';

export const question = (id: string, content: string): StreamEvent => ({
  type: 'history_message',
  data: { id, role: 'user', content, attachedFiles: [], thoughts: [], toolCalls: [] },
});
export const answer = (id: string, content: string): StreamEvent => ({
  type: 'history_message',
  data: { id, role: 'assistant', content, attachedFiles: [], thoughts: [], toolCalls: [] },
});
export const historyDone = (isStreaming: boolean): StreamEvent => ({
  type: 'history_done',
  data: { messageCount: 1, isStreaming },
});
export const content = (text: string): StreamEvent => ({ type: 'content', data: { text } });
export const thought = (subject: string): StreamEvent => ({ type: 'thought', data: { subject } });
export const tool = (callId: string, status: string, args: unknown = { command: 'ls' }): StreamEvent => ({
  type: 'tool_call',
  data: { callId, toolName: 'run_shell_command', status, args },
});
export const result = (callId: string, status: string, output: unknown): StreamEvent => ({
  type: 'tool_result',
  data: { callId, status, output },
});
export const done = (finalResponse: string): StreamEvent => ({ type: 'done', data: { finalResponse } });
export const failure = (message: string): StreamEvent => ({ type: 'error', data: { message } });
