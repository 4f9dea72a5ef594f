import type { Profiles } from './profiles';
import { endWords } from './words';

/** What the list of tasks says of the profile in use: its name when there are several, and when its token ends. */
export function treeAccount(profiles: Profiles) {
  return {
    get value() {
      return profiles.value;
    },
    get source() {
      return profiles.source;
    },
    get label() {
      const { active } = profiles;
      const name = active.source === 'environment' ? 'env' : profiles.shownName(active.id);
      return [name, endWords(active.credential, Date.now())].filter((part) => part !== undefined).join(', ');
    },
    onDidChangeCredential: profiles.onDidChangeCredential,
    onDidChangeProfiles: profiles.onDidChangeProfiles,
    ready: () => profiles.ready(),
  };
}
