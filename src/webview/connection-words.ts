import type { Connection } from '../core/session/state';
import { visibleLine } from './visible-text';

export interface ConnectionWords {
  readonly words: string;
  readonly icon: string;
  /** The reason, for whoever wants to know. */
  readonly detail?: string;
}

/** The connection's state in words. */
export function connectionWords(connection: Connection): ConnectionWords {
  switch (connection.kind) {
    case 'idle':
      return { words: 'Idle', icon: 'circle-outline' };
    case 'connecting':
      return { words: 'Connecting...', icon: 'loading' };
    case 'connected':
      return { words: 'Connected', icon: 'circle-filled' };
    case 'reconnecting':
      return { words: 'Reconnecting...', icon: 'loading', detail: visibleLine(connection.reason) };
    case 'signedOut':
      return { words: 'Signed out', icon: 'key' };
    case 'failed':
      return { words: failure(connection.reason), icon: 'error' };
  }
}

/** The reason is made for people (describeError): all of it is shown. */
function failure(reason: string): string {
  const words = visibleLine(reason, 600);
  return words === '' ? 'Disconnected' : `Disconnected. ${words}`;
}
