/**
 * What a tool call would do, told by the shape of its arguments; the names that tools go by are not known. `rest`: all arguments that
 * are not shown otherwise. `other`: not recognised with certainty, to be shown as JSON.
 */
export type ToolDeed =
  | { readonly kind: 'command'; readonly command: string; readonly rest: Arguments }
  | { readonly kind: 'write'; readonly path: string; readonly content: string; readonly rest: Arguments }
  | {
      readonly kind: 'edit';
      readonly path: string;
      readonly before: string;
      readonly after: string;
      readonly rest: Arguments;
    }
  | { readonly kind: 'patch'; readonly patch: string; readonly rest: Arguments }
  | { readonly kind: 'other' };

export type Arguments = Readonly<Record<string, unknown>>;

type Part = 'command' | 'path' | 'content' | 'before' | 'after' | 'patch';

/** Names of arguments, in lower case without `_` and `-`. */
const names: readonly (readonly [Part, readonly string[]])[] = [
  ['command', ['command', 'cmd', 'script', 'shellcommand', 'bashcommand']],
  ['path', ['path', 'filepath', 'file', 'filename', 'absolutepath', 'targetfile', 'targetpath']],
  ['content', ['content', 'contents', 'filetext', 'filecontent', 'text']],
  ['before', ['oldstring', 'oldstr', 'oldtext', 'search']],
  ['after', ['newstring', 'newstr', 'newtext', 'replace', 'replacement']],
  ['patch', ['patch', 'diff', 'unifieddiff']],
];

/** What else may come with a file to be written without changing what is written. */
const harmless = ['description', 'explanation', 'reason', 'instruction', 'title', 'overwrite', 'createdirs'];

/** Arguments of which two could mean the same, or one could change the meaning of another, make it `other`. */
export function deedOf(args: unknown): ToolDeed {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return { kind: 'other' };
  const found = new Map<Part, string>();
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(args)) {
    const part = partOf(name);
    if (part === undefined) define(rest, name, value);
    else if (found.has(part) || typeof value !== 'string') return { kind: 'other' };
    else found.set(part, value);
  }
  return recognise(found, rest) ?? { kind: 'other' };
}

function recognise(found: ReadonlyMap<Part, string>, rest: Arguments): ToolDeed | undefined {
  const parts = [...found.keys()].sort().join(' ');
  const {
    command = '',
    path = '',
    content = '',
    before = '',
    after = '',
    patch = '',
  } = Object.fromEntries(found);
  switch (parts) {
    case 'command':
      return { kind: 'command', command, rest };
    case 'content path':
      return Object.keys(rest).every((name) => harmless.includes(plain(name)))
        ? { kind: 'write', path, content, rest }
        : undefined;
    case 'after before path':
      return { kind: 'edit', path, before, after, rest };
    case 'patch':
      return { kind: 'patch', patch, rest };
    case 'patch path':
      return { kind: 'patch', patch, rest: { path, ...rest } };
    default:
      return undefined;
  }
}

function partOf(name: string): Part | undefined {
  return names.find(([, known]) => known.includes(plain(name)))?.[0];
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Also for the name `__proto__`, which an assignment would not keep. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
