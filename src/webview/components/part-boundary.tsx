import type { ComponentChildren } from 'preact';
import { useErrorBoundary, useLayoutEffect } from 'preact/hooks';
import { Icon } from './icon';
import { OpenResult } from './open-result';
import { useView } from './view-context';

interface PartBoundaryProps {
  /** What is inside, for the log. */
  readonly name: string;
  /** Of a part that can be opened in an editor (core/session/part-text.ts). */
  readonly partKey?: string;
  /** A part that failed is tried again when this is another one: not for each word of a growing text. */
  readonly stage: unknown;
  readonly children: ComponentChildren;
}

/** Keeps a part that cannot be shown from taking the rest of the conversation with it, and has the log say why. */
export function PartBoundary({ name, partKey, stage, children }: PartBoundaryProps): ComponentChildren {
  const { post } = useView();
  const boundary = useErrorBoundary((error: unknown) => {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
    post({ type: 'broken', part: name, reason: reason.slice(0, 300) });
  });
  const failure: unknown = boundary[0];
  const retry = boundary[1];
  useLayoutEffect(() => {
    if (failure !== undefined) retry();
  }, [stage]);
  if (failure === undefined) return children;
  return (
    <div class="end-line">
      <Icon name="warning" />
      <span class="prose">
        This part could not be shown; the log says why. The task itself is not affected.
      </span>
      {partKey !== undefined && <OpenResult partKey={partKey} />}
    </div>
  );
}
