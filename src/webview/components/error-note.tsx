import { visibleLine, visibleProse } from '../visible-text';
import { Icon } from './icon';

/** An error that the server told during a turn. */
export function ErrorNote({
  message,
  code,
}: {
  readonly message: string;
  readonly code?: string | undefined;
}) {
  const words = visibleProse(message).trim();
  const label = visibleLine(code ?? '', 60);
  return (
    <div class="error-note">
      <Icon name="error" />
      <div>
        <div class="prose">{words === '' ? 'Something went wrong; the server did not say what.' : words}</div>
        {label !== '' && <div class="muted">Code: {label}</div>}
      </div>
    </div>
  );
}
