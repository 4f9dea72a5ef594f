import type { Problem } from '../../core/protocol';
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
      {connection.kind === 'failed' && connection.action !== undefined && (
        <ActionButton {...connection.action} />
      )}
      {kind === 'signedOut' && <ActionButton id="signIn" label="Sign in" />}
    </div>
  );
}

function ActionButton({ id, label }: NonNullable<Problem['action']>) {
  const { post } = useView();
  return (
    <button type="button" class="text-button" onClick={() => post({ type: 'act', action: id })}>
      {label}
    </button>
  );
}
