/** Names that Windows gives to devices, with or without an extension. */
const device =
  /^(con|prn|aux|nul|com[0-9\u00B9\u00B2\u00B3]|lpt[0-9\u00B9\u00B2\u00B3]|conin\$|conout\$|clock\$)\s*(\.|$)/i;
/** Controls, what Windows forbids in names (a colon also means a drive or a stream), the other system's separator. */
const forbidden = /[\p{Cc}<>:"|?*\\\p{Cs}]/u;
/** Characters that make a name read other than it is: those that show nothing, and those that reorder what is around them. */
const deceptive = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u;
/** The selector that makes a sign an emoji shows no more than that. */
const emojiSelectors = /(?<=\p{Extended_Pictographic})\uFE0F/gu;
/** What Windows obeys as soon as somebody looks into the folder. */
const obeyed = 'desktop.ini';
const longestName = 255;
const longestPath = 1000;

/**
 * Why a file of a task must not be written below a folder of the person under this path (as the server lists it, `/` between names),
 * completing "it ..."; undefined when it may. The rules of POSIX and Windows count everywhere: what is written here may be checked out there.
 */
export function unsafePath(listed: string): string | undefined {
  const path = listed.replace(/^(\.\/)+/, '');
  if (path.startsWith('/')) return 'has an absolute path';
  if (Buffer.byteLength(path) > longestPath) return 'has a path that is too long';
  for (const name of path.split('/')) {
    const reason = unsafeName(name);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function unsafeName(name: string): string | undefined {
  if (name === '' || name === '.' || name === '..') return 'has a path that leads elsewhere';
  if (forbidden.test(name)) return 'has a name with characters that not every system allows';
  if (/[. ]$/.test(name)) return 'has a name that ends with a dot or a space';
  if (device.test(name)) return 'has a name that Windows keeps for a device';
  if (Buffer.byteLength(name) > longestName) return 'has a name that is too long';
  // Also by the short name of NTFS, and by what HFS+ leaves out when it compares.
  if (folded(name) === '.git' || /^git~\d+$/i.test(name)) return 'belongs to the insides of Git';
  if (folded(name) === obeyed) return 'has a name that Windows obeys by itself';
  if (deceptive.test(name.replace(emojiSelectors, ''))) return 'has a name with hidden characters';
  return undefined;
}

/** The same for two names that some file systems take for one. */
export function folded(path: string): string {
  return path
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase();
}
