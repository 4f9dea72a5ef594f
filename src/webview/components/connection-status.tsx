import type { Connection } from '../../core/session/state';
import { connectionWords } from '../connection-words';
import { Icon } from './icon';
import { useView } from './view-context';

/** The connection in words, and a button where something can be done about it. */
export function ConnectionStatus({ connection }: { readonly connection: Connection }) {
  const { post } = useView();
  const { kind } = connection;
  const { words, icon, detail } = connectionWords(connection);
  return (
    <div class={`connection ${kind}`}>
      <span role="status" title={detail}>
        <Icon name={icon} spin={icon === 'loading'} /> {words}
      </span>
      {(kind === 'reconnecting' || kind === 'failed') && (
        <button type="button" class="text-button" onClick={() => post({ type: 'reconnect' })}>
          Try now
        </button>
      )}
      {kind === 'signedOut' && (
        <button type="button" class="text-button" onClick={() => post({ type: 'act', action: 'signIn' })}>
          Sign in
        </button>
      )}
    </div>
  );
}
