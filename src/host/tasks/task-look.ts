import type { TaskStatus } from '../../core/api';
import { isActive } from '../../core/session/state';
import { oneLine, shorten } from '../../core/visible-text';
import type { TaskMarks } from '../platform/task-marks';
import type { TaskEntry } from './task-list';
import { ago, firstLine, statusWords } from './words';

/** How a task looks in the tree: plain data, so that two looks can be compared. */
export interface TaskLook {
  readonly title: string;
  readonly description: string;
  readonly tooltip: string;
  /** For screen readers. */
  readonly label: string;
  /** A codicon, and the theme colour it has. */
  readonly icon: readonly [id: string, color: string | undefined];
  readonly contextValue: string;
}

/**
 * One glance tells what runs, what waits and what is finished. None of them moves: five that turn made the editor 10 ms slower to show a
 * key where there is no graphics card, for as long as the tasks ran.
 */
const statusIcons: Readonly<Record<TaskStatus, TaskLook['icon']>> = {
  pending: ['sync', 'disabledForeground'],
  running: ['play-circle', 'progressBar.background'],
  awaiting_approval: ['bell-dot', 'notificationsWarningIcon.foreground'],
  completed: ['pass', 'testing.iconPassed'],
  failed: ['error', 'notificationsErrorIcon.foreground'],
  cancelled: ['circle-slash', 'disabledForeground'],
  unknown: ['question', 'disabledForeground'],
};
/** Done, and nobody has looked at it. */
const doneUnreadIcon: TaskLook['icon'] = ['pass-filled', 'textLink.foreground'];
const troubleIcon: TaskLook['icon'] = ['warning', 'notificationsWarningIcon.foreground'];

type Marks = Pick<TaskMarks, 'of' | 'isUnread'>;

/** `now`: epoch ms. */
export function lookOf(entry: TaskEntry, marks: Marks, now: number): TaskLook {
  const { pinned = false, hidden = false } = marks.of(entry.id);
  const unread = marks.isUnread(entry);
  const active = isActive(entry.status);
  const trouble = troubleWords(entry);
  const title = firstLine(entry.title) || 'Untitled task';
  const status = statusOf(entry);
  const when = entry.activeAt === undefined ? '' : ago(entry.activeAt, now);
  const own = [pinned ? 'pinned' : '', hidden ? 'hidden' : ''];
  return {
    title,
    // The editor has no bold titles in trees: a dot stands before the words, as on a tab that is not saved.
    description: `${unread ? '● ' : ''}${listed([...own, trouble ?? besides(entry, when)], ' · ')}`,
    tooltip: tooltip(entry, status),
    label: listed([title, trouble ?? '', status, unread ? 'unread' : '', ...own, when], ', '),
    icon: iconOf(entry, unread),
    contextValue: listed(
      [
        active ? 'task.active' : 'task.ended',
        unread ? 'unread' : '',
        pinned ? 'pinned' : '',
        hidden ? 'hidden' : '',
        trouble === undefined ? '' : 'troubled',
      ],
      '.',
    ),
  };
}

function troubleWords({ trouble, reconnecting }: TaskEntry): string | undefined {
  if (trouble === undefined) return undefined;
  return reconnecting === true ? 'reconnecting' : 'could not be loaded';
}

function iconOf({ status, trouble }: TaskEntry, unread: boolean): TaskLook['icon'] {
  if (trouble !== undefined) return troubleIcon;
  return unread && status === 'completed' ? doneUnreadIcon : statusIcons[status];
}

/** The status in words; the service's own word for one that is unknown here. */
export function statusOf({ status, statusWord = '' }: TaskEntry): string {
  return status === 'unknown' && statusWord.trim() !== ''
    ? `Unknown status: ${firstLine(statusWord, 40)}`
    : statusWords[status];
}

function besides(entry: TaskEntry, when: string): string {
  if (entry.status === 'awaiting_approval') return 'waiting for you';
  if (entry.status === 'running') return 'running';
  if (entry.status !== 'unknown') return when;
  return listed([firstLine(entry.statusWord ?? '', 40) || 'unknown status', when], ' · ');
}

/** Plain text: nothing of a stranger's words is read as Markdown. */
function tooltip(entry: TaskEntry, status: string): string {
  const created = entry.createdAt === undefined ? Number.NaN : Date.parse(entry.createdAt);
  const lines = [shorten(oneLine(entry.title), 600), ''];
  if (entry.trouble !== undefined) lines.push(shorten(oneLine(entry.trouble), 400));
  lines.push(entry.error === undefined ? status : `Failed: ${firstLine(entry.error, 300)}`);
  if (!Number.isNaN(created)) lines.push(`Created ${new Date(created).toLocaleString()}`);
  if (entry.messageCount !== undefined)
    lines.push(entry.messageCount === 1 ? '1 message' : `${entry.messageCount} messages`);
  return lines.join('\n');
}

function listed(parts: readonly string[], between: string): string {
  return parts.filter((part) => part !== '').join(between);
}
