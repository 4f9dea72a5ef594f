import type { SendProgress } from '../../core/draft-wire';
import { formatSize, formatShare } from '../../core/file-size';
import { Icon } from './icon';
import { useView } from './view-context';

/** How far a send is that takes a while, and the button that stops it. The button comes by itself after a moment. */
export function SendingStatus({ progress }: { readonly progress: SendProgress | undefined }) {
  const { post } = useView();
  return (
    <span class="sending">
      {progress !== undefined && (
        <>
          <progress
            max={progress.total}
            value={progress.done}
            aria-label={verbs[progress.phase]}
            aria-valuetext={`${formatShare(progress.done, progress.total)} of ${formatSize(progress.total)}`}
          />
          <span class="muted">
            {verbs[progress.phase]}: {formatShare(progress.done, progress.total)} of{' '}
            {formatSize(progress.total)}
          </span>
        </>
      )}
      <button
        type="button"
        class="button secondary stop-sending"
        onClick={() => post({ type: 'stopSending' })}
      >
        <Icon name="debug-stop" /> Stop sending
      </button>
    </span>
  );
}

const verbs: Readonly<Record<SendProgress['phase'], string>> = { packing: 'Packing', sending: 'Sending' };
