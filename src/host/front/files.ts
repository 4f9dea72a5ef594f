import * as vscode from 'vscode';
import { Place } from './place';
import type { Rest } from './rest';

const { FileSystemError } = vscode;

/** The part of a file system that reads. */
export type ReadableFiles = Pick<
  vscode.FileSystemProvider,
  'onDidChangeFile' | 'watch' | 'stat' | 'readDirectory' | 'readFile'
>;

/** A read-only file system, whose files may stand open when a window starts. */
export class FileFront implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly place: Place<ReadableFiles>;
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly registered: vscode.Disposable;

  readonly onDidChangeFile = this.changed.event;

  constructor(rest: Pick<Rest, 'load'>, scheme: string) {
    this.place = new Place(rest, scheme);
    this.registered = vscode.workspace.registerFileSystemProvider(scheme, this, {
      isReadonly: true,
      isCaseSensitive: true,
    });
  }

  register(files: ReadableFiles): vscode.Disposable {
    return vscode.Disposable.from(
      this.place.fill(files),
      files.onDidChangeFile((events) => this.changed.fire(events)),
    );
  }

  /** A window that starts watches a file before it reads it. */
  watch(uri: vscode.Uri, options: Parameters<vscode.FileSystemProvider['watch']>[1]): vscode.Disposable {
    if (this.place.now !== undefined) return this.place.now.watch(uri, options);
    let watching: vscode.Disposable | undefined;
    let ended = false;
    this.place.get().then(
      (files) => {
        if (!ended) watching = files.watch(uri, options);
      },
      () => undefined, // The person has been told.
    );
    return new vscode.Disposable(() => {
      ended = true;
      watching?.dispose();
    });
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return (await this.files()).stat(uri);
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return (await this.files()).readDirectory(uri);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.files()).readFile(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }

  private files(): Promise<ReadableFiles> {
    return this.place
      .get()
      .catch(() => Promise.reject(FileSystemError.Unavailable('Sigmic could not be loaded.')));
  }
}
