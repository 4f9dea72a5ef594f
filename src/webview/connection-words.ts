import type { Connection } from '../core/session/state';
import { visibleLine } from './visible-text';

export interface ConnectionWords {
  readonly words: string;
  readonly icon: string;
  /** What changes with every second; not for screen readers, which would say each of them. */
  readonly timing?: string;
  /** Why it is so. */
  readonly reason?: string;
}

/** The connection's state in words. `now`: epoch ms. */
export function connectionWords(connection: Connection, now: number): ConnectionWords {
  switch (connection.kind) {
    case 'idle':
      return { words: 'Idle', icon: 'circle-outline' };
    case 'connecting':
      return { words: 'Connecting...', icon: 'loading' };
    case 'connected':
      if (connection.heardAt === undefined) return { words: 'Connected', icon: 'circle-filled' };
      return {
        words: 'Waiting for the server',
        timing: `, last heard ${duration(now - connection.heardAt)} ago`,
        icon: 'loading',
      };
    case 'reconnecting':
      return reconnecting(connection, now);
    case 'polling':
      return { words: 'Checking every 10 s', icon: 'loading', reason: visibleLine(connection.reason, 600) };
    case 'signedOut':
      return { words: 'Signed out', icon: 'key' };
    case 'failed':
      return { words: failure(connection.reason), icon: 'error' };
  }
}

/** Whether its words change with time alone. */
export function isTimed(connection: Connection): boolean {
  if (connection.kind === 'connected') return connection.heardAt !== undefined;
  return connection.kind === 'reconnecting';
}

function reconnecting(
  { retryAt, heardAt, reason }: Extract<Connection, { kind: 'reconnecting' }>,
  now: number,
): ConnectionWords {
  const next = retryAt === undefined ? '...' : ` in ${duration(retryAt - now)}`;
  const last = heardAt === undefined ? '' : `, last heard ${duration(now - heardAt)} ago`;
  return {
    words: 'Reconnecting',
    timing: `${next}${last}`,
    icon: 'loading',
    reason: visibleLine(reason, 600),
  };
}

/** Short, as it stands in a line of other words; clocks that differ never show a time below zero. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** The reason is made for people (describeError): all of it is shown. */
function failure(reason: string): string {
  const words = visibleLine(reason, 600);
  return words === '' ? 'Disconnected' : `Disconnected. ${words}`;
}
