import { makeVisible } from '../../core/visible-text';

/**
 * The path of a file inside a task's workspace, with `/` between its names and none in front; undefined when it is not one
 * that stays inside (`..`, NUL, an empty name), or cannot be told on every system (a backslash, half a character).
 */
export function cleanPath(path: string): string | undefined {
  const relative = path.replace(/^(\.?\/)+/, '');
  const names = relative.split('/');
  const bad = (name: string): boolean =>
    name === '' || name === '.' || name === '..' || /[\0\\\p{Cs}]/u.test(name);
  return names.some(bad) ? undefined : relative;
}

/**
 * A clean path as it stands in a URI, of which the editor makes titles of tabs and windows: what hides or reorders is written as
 * `%E2%80%AE`, and a name that could be taken for such a spelling is spelt too.
 */
export function spellPath(path: string): string {
  return path.split('/').map(spellName).join('/');
}

/** The path that `spellPath` wrote; undefined when it cannot have. */
export function readPath(spelt: string): string | undefined {
  try {
    return spelt.replace(/(?:%[\dA-F]{2})+/gi, decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** One name of a path in the same way. */
export function spellName(name: string): string {
  const spelt = withoutHidden(name);
  return spelt === name && !/%[\dA-F]{2}/i.test(name) ? name : withoutHidden(name.replaceAll('%', '%25'));
}

/** Spaces of any width hide nothing in a name. */
function withoutHidden(name: string): string {
  return makeVisible(name, (character) =>
    /\p{Zs}/u.test(character) ? character : encodeURIComponent(character),
  );
}
