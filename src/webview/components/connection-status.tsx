import type { Problem } from '../../core/protocol';
import type { Connection } from '../../core/session/state';
import { useEffect, useState } from 'preact/hooks';
import { connectionWords, isTimed } from '../connection-words';
import { Icon } from './icon';
import { useView } from './view-context';

/** The connection in words, and a button where something can be done about it. */
export function ConnectionStatus({ connection }: { readonly connection: Connection }) {
  const { post } = useView();
  const { kind } = connection;
  const timed = isTimed(connection);
  const { words, icon, timing, reason } = connectionWords(connection, useNow(timed));
  return (
    <div class={`connection ${kind}${kind === 'connected' && timed ? ' doubtful' : ''}`}>
      <span role="status">
        <Icon name={icon} spin={icon === 'loading'} /> {words}
        {timing !== undefined && <span aria-hidden="true">{timing}</span>}
        {reason !== undefined && <span class="why"> · {reason}</span>}
      </span>
      {(timed || kind === 'failed' || kind === 'polling') && (
        <button type="button" class="text-button" onClick={() => post({ type: 'reconnect' })}>
          Try now
        </button>
      )}
      {'action' in connection && connection.action !== undefined && <ActionButton {...connection.action} />}
      {kind === 'signedOut' && <ActionButton id="signIn" label="Sign in" />}
    </div>
  );
}

/** The time (epoch ms), told anew each second while `ticking`. */
function useNow(ticking: boolean): number {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [ticking]);
  return Date.now();
}

function ActionButton({ id, label }: NonNullable<Problem['action']>) {
  const { post } = useView();
  return (
    <button type="button" class="text-button" onClick={() => post({ type: 'act', action: id })}>
      {label}
    </button>
  );
}
