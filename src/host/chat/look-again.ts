import { makeVisible, shorten } from '../../core/visible-text';
import type { Attachment } from '../attachment';
import type { NamedFile } from './open-files';

const NAMED = 3;

/** What became of attached files since they were shown. */
export interface LookedAll {
  /** Why nothing should be sent before the person looked again, in words. */
  readonly obstacle?: string | undefined;
  /** What is sent in another form than it was shown, in words. */
  readonly changed?: string | undefined;
}

/** Looks at files again; `wayOn` says what to do about an obstacle. What is gone from a folder is off its list; a file that is gone by itself stays, to be taken off. */
export async function lookAgain<File extends NamedFile>(
  entries: readonly File[],
  wayOn = 'Nothing was sent: look at the list, then send again.',
): Promise<LookedAll & { readonly looked: readonly (readonly [File, Attachment])[] }> {
  const gone: string[] = [];
  const secrets: string[] = [];
  const changed: string[] = [];
  const looked: (readonly [File, Attachment])[] = [];
  for (const entry of entries) {
    const now = await entry.attachment.look?.();
    if (now === undefined) continue;
    if (now.attachment !== entry.attachment) looked.push([entry, now.attachment]);
    gone.push(...now.gone);
    secrets.push(...now.secrets);
    changed.push(...now.changed);
  }
  const obstacles = [
    ...(gone.length > 0 ? [`${nameList(gone)} ${isOrAre(gone)} not there any more.`] : []),
    ...(secrets.length > 0
      ? [`${nameList(secrets)} ${secrets.length === 1 ? 'looks' : 'look'} like a secret now.`]
      : []),
  ];
  return {
    looked,
    ...(obstacles.length > 0 && {
      obstacle: `${obstacles.join(' ')} ${wayOn}`,
    }),
    ...(changed.length > 0 && {
      changed: `${nameList(changed)} changed after ${changed.length === 1 ? 'it was' : 'they were'} attached; Sigmic got what is there now.`,
    }),
  };
}

/** `"a", "b" and 3 more`. */
export function nameList(list: readonly string[]): string {
  const named = list.slice(0, NAMED).map((name) => `"${shorten(makeVisible(name), 80)}"`);
  const rest = list.length - named.length;
  const last = rest > 0 ? `${rest} more` : named.pop();
  return named.length === 0 ? (last ?? '') : `${named.join(', ')} and ${last ?? ''}`;
}

function isOrAre(list: readonly string[]): string {
  return list.length === 1 ? 'is' : 'are';
}
