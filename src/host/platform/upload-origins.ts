import * as v from 'valibot';
import type { Logger } from '../../core/api';
import { SharedFile } from './shared-file';

/** Of all tasks together; the tasks that sent something longest ago are forgotten first. */
const mostPaths = 4000;
/** Different origins of one path; who has more is asked all the same. */
const mostOrigins = 10;

/** In the place of a URI: a ZIP that was only made to send what is in it. */
export const packedOrigin = 'packed:';

/** Where something that was sent came from. */
export interface UploadOrigin {
  /** Its path in the task: a file's (`uploads/b.ts`), or a folder's, with a slash at its end (`uploads/src/`). */
  readonly path: string;
  /** The file or folder, as text; '' when it came from nowhere that can be named (pasted bytes, a selection); or `packedOrigin`. */
  readonly uri: string;
}

/** A place in this editor that a file of a task may stand for: `below` is the path under a folder, '' for a file itself. */
export interface OriginPlace {
  /** As in UploadOrigin. */
  readonly uri: string;
  readonly below: string;
}

type Paths = ReadonlyMap<string, readonly string[]>;

interface Origins {
  /** The task that sent last is the last. */
  readonly tasks: ReadonlyMap<string, Paths>;
  toJSON(): unknown;
}

const OriginsSchema: v.GenericSchema<unknown, Origins> = v.pipe(
  v.object({
    version: v.literal(1),
    tasks: v.array(v.tuple([v.string(), v.array(v.tuple([v.string(), v.array(v.string())]))])),
  }),
  v.transform(({ tasks }) => origins(new Map(tasks.map(([id, paths]) => [id, new Map(paths)])))),
);

/**
 * From where the uploads of each task came, by their paths in the task. Kept in a file that all windows share. What is read there is only
 * a hint: whoever writes to such a place checks first whether it is in the workspace.
 */
export class UploadOrigins {
  private readonly file: SharedFile<Origins>;

  constructor(path: string, log: Pick<Logger, 'warn'>) {
    this.file = new SharedFile(path, OriginsSchema, origins(new Map()), log);
  }

  /** These were sent to the task. */
  note(taskId: string, sent: readonly UploadOrigin[]): Promise<void> {
    if (sent.length === 0) return Promise.resolve();
    return this.file.update(({ tasks }) => {
      const paths = new Map(tasks.get(taskId));
      for (const { path, uri } of sent)
        paths.set(
          path,
          [uri, ...(paths.get(path) ?? []).filter((other) => other !== uri)].slice(0, mostOrigins),
        );
      const next = new Map(tasks);
      next.delete(taskId);
      return origins(bounded(next.set(taskId, paths)));
    });
  }

  /**
   * Where a file of the task may have come from; several when files from several places were sent under one name. An upload whose name
   * was taken may have got a number, `b (2).ts`.
   */
  of(taskId: string, path: string): readonly OriginPlace[] {
    const paths = this.file.value.tasks.get(taskId);
    if (paths === undefined) return [];
    const file = paths.get(path) ?? folderOf(paths, path) ?? paths.get(withoutNumber(path)) ?? [];
    return file.map((found) => (typeof found === 'string' ? { uri: found, below: '' } : found));
  }

  /** Resolves when everything noted is on disk. */
  settled(): Promise<void> {
    return this.file.settled();
  }

  dispose(): void {
    this.file.dispose();
  }
}

/** By the innermost folder that was sent. */
function folderOf(paths: Paths, path: string): readonly OriginPlace[] | undefined {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const uris = paths.get(path.slice(0, end + 1));
    if (uris !== undefined) return uris.map((uri) => ({ uri, below: path.slice(end + 1) }));
  }
  return undefined;
}

function withoutNumber(path: string): string {
  return path.replace(/ \(\d{1,3}\)(\.[^./]*)?$/, '$1');
}

function origins(tasks: Origins['tasks']): Origins {
  return {
    tasks,
    toJSON: () => ({ version: 1, tasks: [...tasks].map(([id, paths]) => [id, [...paths]]) }),
  };
}

function bounded(tasks: Origins['tasks']): Origins['tasks'] {
  let kept = 0;
  for (const paths of tasks.values()) kept += paths.size;
  const next = new Map(tasks);
  for (const [taskId, paths] of tasks) {
    if (kept <= mostPaths || next.size === 1) break;
    next.delete(taskId);
    kept -= paths.size;
  }
  return next;
}
