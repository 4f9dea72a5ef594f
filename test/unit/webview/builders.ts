import type { Snapshot } from '../../../src/core/protocol';
import type { TaskHead } from '../../../src/core/session/state';
import { emptyTranscript, type ToolSegment, type Turn } from '../../../src/core/session/transcript';

/** A running task's snapshot; a test names only what it is about. */
export function snapshot(fields: Partial<Snapshot> = {}): Snapshot {
  return {
    type: 'snapshot',
    head: head(),
    transcript: emptyTranscript,
    connection: { kind: 'connected' },
    composer: { files: [], folders: [], sending: false },
    outbox: { messages: [] },
    draftId: 'draft-1',
    files: [],
    reviewed: [],
    autoExecute: true,
    ...fields,
  };
}

/** The snapshot of a view in which a new task is being composed. */
export function composing(fields: Partial<Snapshot> = {}): Snapshot {
  const { head: _, ...rest } = snapshot({ connection: { kind: 'idle' } });
  return { ...rest, ...fields };
}

export function head(fields: Partial<TaskHead> = {}): TaskHead {
  return { id: 'task-1', title: 'Sum it up', status: 'running', ...fields };
}

export function turn(fields: Partial<Turn> = {}): Turn {
  return {
    key: '1',
    user: { text: 'Sum it up', attachments: [], delivery: 'sent' },
    segments: [],
    ...fields,
  };
}

export function tool(fields: Partial<ToolSegment> = {}): ToolSegment {
  return { kind: 'tool', key: 'x', callId: 'call-1', toolName: 'run_shell', status: 'executing', ...fields };
}
