import { defaultName, type StoredProfile } from './credentials';
import { defaultId } from './profile-id';

/**
 * The profile to use: the chosen one if it is signed in. `SIGMIC_API_KEY` serves while nobody is signed in; somebody who signed
 * out of one of several profiles stays in it, to sign in again or to choose another.
 */
export function chooseProfile(
  origin: string | undefined,
  list: readonly StoredProfile[],
  choice: string | undefined,
): StoredProfile {
  const chosen = list.find(({ id }) => id === choice);
  if (chosen?.credential !== undefined) return chosen;
  const stored = list.filter(({ source }) => source === 'stored');
  const signedIn = stored.find(({ credential }) => credential !== undefined);
  const environment = list.find(({ source }) => source === 'environment');
  if (signedIn === undefined && environment !== undefined) return environment;
  return chosen ?? signedIn ?? stored[0] ?? nobody(origin);
}

/** Stands for the default profile that nobody has made yet. */
export function nobody(origin: string | undefined): StoredProfile {
  return {
    id: defaultId(origin ?? ''),
    name: defaultName,
    source: 'stored',
    credential: undefined,
    widget: undefined,
  };
}

/** A name that no profile of `list` has: "Profile 2", "Profile 3" ... */
export function freeName(list: readonly StoredProfile[]): string {
  for (let number = list.length + 1; ; number++) {
    const name = `Profile ${number}`;
    if (!list.some((profile) => profile.name === name)) return name;
  }
}
