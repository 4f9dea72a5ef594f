import type { WaitingTool } from '../../core/session/task-session';
import { isPlain } from '../../core/revealed-text';
import { makeVisible, shorten, taskTitle, withoutLinks } from '../../core/visible-text';

/** A tool's question on one line, for people. */
export interface Question {
  readonly text: string;
  /** Whether the line shows all that would be done, as it is. If not, it must not be approved by that line. */
  readonly exact: boolean;
}

const MAX_NAME = 60;
const MAX_TITLE = 40;

/**
 * Puts in words what a waiting tool would do, in at most about `limit` characters and in JSON's own notation, so that no value can
 * pose as another argument. What is cut, hidden, reordered or broken into lines makes the question inexact.
 */
export function describeQuestion(tool: WaitingTool, limit = 200): Question {
  const { text, exact } = describeCall(tool, limit);
  const question = `${whoAsks(tool.taskTitle)} wants to run ${text}`;
  return { text: exact ? question : `${question} (Review to see all)`, exact };
}

/** The line for several calls of one task. */
export function describeSeveral(taskTitle: string, count: number): string {
  const words = `${count} tools wait for you`;
  return taskTitle.trim() === '' ? words : `${whoAsks(taskTitle)}: ${words}`;
}

/** The same for the tool and its arguments alone. */
export function describeCall({ toolName, args }: WaitingTool, limit: number): Question {
  const name = shown(toolName, MAX_NAME);
  const deed = shown(argumentsLine(args), limit);
  const what = deed.text === '' ? '' : `: ${deed.text}`;
  return {
    text: `${name.text || 'a tool without a name'}${what}`,
    exact: name.exact && deed.exact && toolName !== '',
  };
}

/** The task's title in quotes. */
export function whoAsks(title: string): string {
  const short = withoutLinks(taskTitle(title, MAX_TITLE)).replaceAll('"', "'");
  return short === '' ? 'The agent' : `"${short}"`;
}

function shown(raw: string, limit: number): Question {
  const text = shorten(withoutLinks(makeVisible(raw)), limit);
  return { text, exact: text === raw && isPlain(raw) && !hasEscapes(raw) };
}

/** `command: "npm test", timeout: 5`. */
function argumentsLine(args: unknown): string {
  if (args === undefined || args === null) return '';
  if (typeof args !== 'object' || Array.isArray(args)) return JSON.stringify(args);
  return Object.entries(args)
    .map(([key, value]) => `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(', ');
}

/** Whether JSON had to escape a line break or another control: on one line that is too easily overlooked. */
function hasEscapes(json: string): boolean {
  return /(?<!\\)(?:\\\\)*\\[bfnrtu]/.test(json);
}
