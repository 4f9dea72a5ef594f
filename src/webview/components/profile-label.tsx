import type { Profile } from '../../core/protocol';
import { visibleLine } from '../visible-text';
import { Icon } from './icon';

/** Whose key the task works with; nothing while there is only one profile. */
export function ProfileLabel({ profile }: { readonly profile: Profile | undefined }) {
  if (profile?.name === undefined) return null;
  const name = visibleLine(profile.name, 40);
  return (
    <span class="profile" role="note" aria-label={`Profile: ${name}`} title={`Profile: ${name}`}>
      <Icon name="account" /> {name}
    </span>
  );
}
