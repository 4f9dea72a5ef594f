import type { TaskMarks } from '../platform/task-marks';
import { matches, type TaskFilter } from './filter';
import { dayGroup, statusGroup, type Group } from './group';
import type { TaskEntry } from './task-list';

export const groupings = ['none', 'status', 'day'] as const;
export type Grouping = (typeof groupings)[number];

/** What of the list is shown, and how. */
export interface Choices {
  readonly filter: TaskFilter | undefined;
  readonly grouping: Grouping;
  readonly showHidden: boolean;
}

/** Tasks below a heading; the one section of a list without groups has none. */
export interface Section {
  readonly key: string;
  readonly heading: string | undefined;
  readonly entries: readonly TaskEntry[];
}

export interface Arrangement {
  readonly sections: readonly Section[];
  readonly shown: number;
  /** How many are left out because the person hid them. */
  readonly hidden: number;
}

type Marks = Pick<TaskMarks, 'of' | 'isUnread'>;

/** What the tree shows of `entries`, which are by newest activity and stay so: pinned ones first, then group by group. */
export function arrange(
  entries: readonly TaskEntry[],
  marks: Marks,
  { filter, grouping, showHidden }: Choices,
  now: number,
): Arrangement {
  const visible = entries.filter(({ id }) => showHidden || marks.of(id).hidden !== true);
  const found =
    filter === undefined ? visible : visible.filter((entry) => matches(filter, entry, marks.isUnread(entry)));
  const pinned = found.filter(({ id }) => marks.of(id).pinned === true);
  const rest = found.filter(({ id }) => marks.of(id).pinned !== true);
  return {
    sections:
      grouping === 'none'
        ? [{ key: 'all', heading: undefined, entries: [...pinned, ...rest] }]
        : grouped(pinned, rest, grouping, now),
    shown: found.length,
    hidden: entries.length - visible.length,
  };
}

function grouped(
  pinned: readonly TaskEntry[],
  rest: readonly TaskEntry[],
  grouping: 'status' | 'day',
  now: number,
): readonly Section[] {
  const groups = new Map<string, { group: Group; entries: TaskEntry[] }>();
  for (const entry of rest) {
    const group = grouping === 'status' ? statusGroup(entry) : dayGroup(entry, now);
    const known = groups.get(group.key);
    if (known === undefined) groups.set(group.key, { group, entries: [entry] });
    else known.entries.push(entry);
  }
  const sections = [...groups.values()]
    .sort((a, b) => a.group.rank - b.group.rank)
    .map(({ group: { key, heading }, entries }) => ({ key, heading, entries }));
  return pinned.length === 0
    ? sections
    : [{ key: 'pinned', heading: 'Pinned', entries: pinned }, ...sections];
}
