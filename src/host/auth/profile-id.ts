import { randomUUID } from 'node:crypto';

/**
 * A profile's id begins with the origin that its credential was entered for, so that a credential can never be looked up for
 * another one. The default profile's id is the bare origin; others have a mark of their own behind it.
 */
export function defaultId(origin: string): string {
  return origin;
}

/** The profile of `SIGMIC_API_KEY`, which is nowhere stored. */
export function environmentId(origin: string): string {
  return `${origin}#environment`;
}

export function newId(origin: string): string {
  return `${origin}#${randomUUID()}`;
}

/** Whether the credential of profile `id` was entered for `origin`. */
export function isFor(origin: string, id: string): boolean {
  return id === origin || id.startsWith(`${origin}#`);
}

/** Where the global state keeps the names of profiles. */
export const profilesKey = 'sigmic.profiles';

const storagePrefix = 'sigmic.credential:';

/** Where SecretStorage keeps the credential of a profile. */
export function storageKey(id: string): string {
  return `${storagePrefix}${id}`;
}

export function isStorageKey(key: string): boolean {
  return key.startsWith(storagePrefix);
}
