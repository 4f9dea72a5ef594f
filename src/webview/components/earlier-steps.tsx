import { useView } from './view-context';

interface EarlierStepsProps {
  /** The key of the turn. */
  readonly turn: string;
  /** That of a subagent in it, whose steps these are. */
  readonly agent?: string;
  /** How many of its steps come before those that are here. */
  readonly earlier: number;
}

/** In place of the oldest steps of a very long turn, or of a subagent that did as much; what stands on screen stays there when they come. */
export function EarlierSteps({ turn, agent, earlier }: EarlierStepsProps) {
  const { post } = useView();
  return earlier === 0 ? null : (
    <button
      type="button"
      class="text-button earlier-steps"
      title="Find in this chat looks only at what is shown"
      onClick={() => post({ type: 'steps', turn, ...(agent !== undefined && { agent }), before: earlier })}
    >
      Show earlier steps ({earlier.toLocaleString('en')})
    </button>
  );
}
