import { useLayoutEffect } from 'preact/hooks';
import { useView } from './view-context';

interface RestProps {
  /** core/session/part-text.ts */
  readonly partKey: string;
  /** How many characters of the part did not come along; absent: it is all there. */
  readonly cut: number | undefined;
}

/** At the end of a part that is open: fetches what is left out of it, and says how much of it is too long to be shown here. */
export function Rest({ partKey, cut }: RestProps) {
  const { post } = useView();
  useLayoutEffect(() => {
    if (cut !== undefined) post({ type: 'open', key: partKey });
  }, [cut]);
  return cut === undefined ? null : (
    <div class="muted">{cut.toLocaleString('en')} more characters are not shown here.</div>
  );
}
