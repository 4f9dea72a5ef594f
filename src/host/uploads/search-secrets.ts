import { inBatches } from '../platform/batches';
import { secretByContent, secretByName, type SecretKind } from './secret-patterns';

/** Larger files are data; nobody keeps a key in them, and reading them takes time. */
const MAX_SEARCHED_BYTES = 1024 * 1024;
/** So long, and so many bytes, may the search through one folder take. */
const MAX_TOTAL_MS = 10_000;
const MAX_TOTAL_BYTES = 100 * 1024 * 1024;
const AT_ONCE = 8;

export interface Searchable {
  readonly path: string;
  readonly size: number;
  /** Where a link leads. */
  readonly target?: string | undefined;
}

export interface SecretsFound {
  /** By path. */
  readonly secrets: ReadonlyMap<string, SecretKind>;
  /** How many files were too large, or came too late, to be looked into. */
  readonly unsearched: number;
}

export interface SearchDeps {
  readonly read: (path: string) => Promise<Uint8Array>;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** Which of these files look like secrets, by their names and by what is in them. */
export async function searchSecrets(files: readonly Searchable[], deps: SearchDeps): Promise<SecretsFound> {
  const secrets = new Map<string, SecretKind>();
  const start = deps.now();
  let bytes = 0;
  let unsearched = 0;
  const look = async ({ path, size, target }: Searchable): Promise<void> => {
    const named = secretByName(path) ?? (target === undefined ? undefined : secretByName(target));
    if (named !== undefined) {
      secrets.set(path, named);
      return;
    }
    const isLate = deps.now() - start > MAX_TOTAL_MS || bytes + size > MAX_TOTAL_BYTES;
    if (size > MAX_SEARCHED_BYTES || isLate) {
      unsearched += 1;
      return;
    }
    bytes += size;
    // A file that cannot be read now is told about when it is sent.
    const content = await deps.read(path).catch(() => undefined);
    const found = content && secretByContent(target ?? path, content);
    if (found !== undefined) secrets.set(path, found);
  };
  await inBatches(files, AT_ONCE, (file) => {
    deps.signal?.throwIfAborted();
    return look(file);
  });
  return { secrets, unsearched };
}
