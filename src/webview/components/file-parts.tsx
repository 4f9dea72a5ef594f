import { visibleLine } from '../visible-text';
import { Icon } from './icon';
import { useView } from './view-context';

interface FilePartProps {
  /** Of the file, or of the folder in which it is. */
  readonly id: string;
  /** Which file of the folder. */
  readonly fileKey?: string | undefined;
  /** As it is shown. */
  readonly name: string;
  readonly busy: boolean;
}

/** The button that takes a file, or a whole folder, off the list. */
export function RemoveFile({ id, fileKey, name, busy }: FilePartProps) {
  const { post } = useView();
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={`Remove ${name}`}
      title={`Remove ${name}`}
      disabled={busy}
      onClick={() => post({ type: 'removeFile', id, ...(fileKey !== undefined && { key: fileKey }) })}
    >
      <Icon name="close" />
    </button>
  );
}

interface SecretTickProps extends FilePartProps {
  readonly secret: string;
  readonly ticked: boolean;
}

/** The box that lets a file go although it looks like a secret. */
export function SecretTick({ id, fileKey, name, secret, ticked, busy }: SecretTickProps) {
  const { post } = useView();
  const label = `Send ${name}, which looks like ${visibleLine(secret, 60)}`;
  return (
    <span class="check">
      <input
        type="checkbox"
        aria-label={label}
        title={label}
        checked={ticked}
        disabled={busy}
        onChange={({ currentTarget: { checked } }) =>
          post({ type: 'tickFile', id, ...(fileKey !== undefined && { key: fileKey }), ticked: checked })
        }
      />
    </span>
  );
}
