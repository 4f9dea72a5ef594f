import * as vscode from 'vscode';
import type { Artifact, SigmicClient } from '../../core/api';
import { isActive } from '../../core/session/state';
import type { SessionRegistry } from '../../core/session/session-registry';
import type { SessionUpdate } from '../../core/session/task-session';
import { isSettled } from '../../core/session/transcript';
import { cleanPath } from './artifact-path';
import { RecentMap } from './recent-map';

const freshMs = 10_000;
const settleMs = 300;
/** Of so many tasks what was listed is remembered: more than anybody has in view. */
export const MOST_TASKS = 100;

interface Listing {
  readonly files: Promise<ReadonlyMap<string, Artifact>>;
  readonly at: number;
}

/**
 * The files of each task, by their clean path: asked for once for many readers, kept briefly, and forgotten when the
 * task's session says that a tool or a turn ended.
 */
export class ArtifactListings implements vscode.Disposable {
  private readonly listings = new RecentMap<string, Listing>(MOST_TASKS);
  private readonly pending = new Map<string, NodeJS.Timeout>();
  private readonly latest = new RecentMap<string, ReadonlyMap<string, Artifact>>(MOST_TASKS);
  private readonly changed = new vscode.EventEmitter<string>();
  private readonly listed = new vscode.EventEmitter<string>();
  private readonly stopListening: () => void;

  /** The id of a task whose files may have changed. Bursts come as one. */
  readonly onDidChange = this.changed.event;
  /** The id of a task whose files were just listed: `known` has them. */
  readonly onDidList = this.listed.event;

  constructor(
    private readonly client: Pick<SigmicClient, 'listArtifacts'>,
    sessions: Pick<SessionRegistry, 'onUpdate'>,
  ) {
    this.stopListening = sessions.onUpdate((session, update) => {
      if (mayHaveWritten(update)) this.changeSoon(session.taskId);
    });
  }

  /** Throws what `listArtifacts` throws. `fresh` asks the server whatever is known. */
  list(taskId: string, options: { fresh?: boolean } = {}): Promise<ReadonlyMap<string, Artifact>> {
    const known = this.listings.get(taskId);
    if (known !== undefined && options.fresh !== true && Date.now() - known.at < freshMs) return known.files;
    const files = this.client.listArtifacts(taskId).then(byPath);
    const listing = { files, at: Date.now() };
    this.listings.set(taskId, listing);
    files.then(
      (known) => {
        if (this.listings.get(taskId) !== listing) return;
        this.latest.set(taskId, known);
        this.listed.fire(taskId);
      },
      () => {
        if (this.listings.get(taskId) === listing) this.listings.delete(taskId);
      },
    );
    return files;
  }

  /** The files as they were listed last, however long ago, unless many other tasks were asked about since; nothing is asked for. */
  known(taskId: string): ReadonlyMap<string, Artifact> | undefined {
    return this.latest.get(taskId);
  }

  /** Forgets what is known of one task, and tells so. */
  invalidate(taskId: string): void {
    this.listings.delete(taskId);
    this.changed.fire(taskId);
  }

  /** Forgets what is known of all tasks: another key, another server. */
  clear(): void {
    this.listings.clear();
    this.latest.clear();
  }

  dispose(): void {
    this.stopListening();
    vscode.Disposable.from(this.changed, this.listed).dispose();
    for (const timer of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
    this.clear();
  }

  private changeSoon(taskId: string): void {
    this.listings.delete(taskId);
    if (this.pending.has(taskId)) return;
    const fire = (): void => {
      this.pending.delete(taskId);
      this.invalidate(taskId);
    };
    this.pending.set(taskId, setTimeout(fire, settleMs));
  }
}

/** Only files whose path stays inside the workspace; when two paths mean the same file, the later one counts. */
function byPath(files: readonly Artifact[]): ReadonlyMap<string, Artifact> {
  const entries = files.flatMap((file): [string, Artifact][] => {
    const path = cleanPath(file.path);
    return path === undefined ? [] : [[path, file]];
  });
  return new Map(entries);
}

function mayHaveWritten(update: SessionUpdate): boolean {
  if (update.head !== undefined && !isActive(update.head.status)) return true;
  return update.patches.some(
    (patch) =>
      (patch.op === 'segment' && patch.segment.kind === 'tool' && isSettled(patch.segment.status)) ||
      (patch.op === 'end' && patch.end !== undefined),
  );
}
