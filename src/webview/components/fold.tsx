import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useView } from './view-context';

interface FoldProps {
  /** Stable key under which the person's choice is kept. */
  readonly id: string;
  readonly class?: string;
  /** Whether it is open as long as the person has not decided. */
  readonly open?: boolean;
  /** The person folded or unfolded it. */
  readonly onToggle?: () => void;
  readonly summary: ComponentChildren;
  /** Made only while it is open: folded results may be huge. */
  readonly children: () => ComponentChildren;
}

/** A part that folds. What the person chose counts from then on, also after the view was away. */
export function Fold({
  id,
  class: name = '',
  open: byDefault = false,
  onToggle,
  summary,
  children,
}: FoldProps) {
  const { folds } = useView();
  const [, redraw] = useState(0);
  const open = folds.get(id) ?? byDefault;
  const toggled = (now: boolean) => {
    if (now === (folds.get(id) ?? byDefault)) return;
    folds.set(id, now);
    redraw((count) => count + 1);
    onToggle?.();
  };
  return (
    <details class={`fold ${name}`} open={open} onToggle={(event) => toggled(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && <div class="fold-body">{children()}</div>}
    </details>
  );
}
