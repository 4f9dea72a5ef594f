/** What a name in a folder stands for; `isLink`: by way of a symbolic link. */
export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
  readonly isLink: boolean;
}

/** A tree of files as the walk sees it: paths are relative to its top, '' itself, with forward slashes. */
export interface FileTree {
  /** Throws when the folder cannot be read. */
  list(folder: string): Promise<readonly TreeEntry[]>;
  /** Bytes of a file as it would be sent, and when it was changed (ms). Throws when there is none. */
  look(path: string): Promise<{ readonly size: number; readonly changedAt: number }>;
  /** The content of a file as it would be sent. Throws when it cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /** The rules in `.git/info/exclude`, when this folder is the top of a Git repository that has some. */
  gitExclude(folder: string): Promise<Uint8Array | undefined>;
  /** Where a link really leads, as a path of this tree; undefined when that is outside, or cannot be told. */
  resolve(path: string): Promise<string | undefined>;
}
