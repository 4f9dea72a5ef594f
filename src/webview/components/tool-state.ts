import type { ToolSegment } from '../../core/session/transcript';

/** A tool's state as an icon and a word. */
export interface ToolState {
  readonly icon: string;
  readonly words: string;
  readonly busy: boolean;
}

/** What people see of a tool's state; a rejected tool says so, whoever the server says cancelled it. */
export function toolState(tool: Pick<ToolSegment, 'status' | 'answer'>): ToolState {
  switch (tool.status) {
    case 'pending':
      return { icon: 'circle-large-outline', words: 'Pending', busy: true };
    case 'awaiting_approval':
      return tool.answer === undefined
        ? { icon: 'question', words: 'Waiting for approval', busy: false }
        : { icon: 'loading', words: 'Answered', busy: true };
    case 'executing':
      return { icon: 'loading', words: 'Running', busy: true };
    case 'success':
      return { icon: 'check', words: 'Done', busy: false };
    case 'error':
      return { icon: 'error', words: 'Failed', busy: false };
    case 'cancelled':
      return tool.answer?.outcome === 'cancel'
        ? { icon: 'circle-slash', words: 'Rejected', busy: false }
        : { icon: 'circle-slash', words: 'Cancelled', busy: false };
    case 'unknown':
      return { icon: 'question', words: 'Outcome unknown', busy: false };
  }
}
