import { Icon } from './icon';

/** Shown while the person reads further up: the way back to the newest text. */
export function JumpToLatest({ onJump }: { readonly onJump: () => void }) {
  return (
    <button type="button" class="jump" onClick={onJump}>
      <Icon name="arrow-down" /> Jump to latest
    </button>
  );
}
