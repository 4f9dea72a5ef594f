import * as vscode from 'vscode';

const { FileSystemError, FileType } = vscode;

/** Files that are on no disk, as those of a remote or virtual workspace; folders are there because files are in them. */
export class MemoryFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const found = this.files.get(uri.path);
    if (found !== undefined) return { type: FileType.File, size: found.length, ctime: 1, mtime: Date.now() };
    if (this.below(uri).length === 0 && uri.path.lastIndexOf('/') > 0)
      throw FileSystemError.FileNotFound(uri);
    return { type: FileType.Directory, size: 0, ctime: 1, mtime: 1 };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const entries = this.below(uri).map((path): [string, vscode.FileType] => {
      const [name = '', ...rest] = path.split('/');
      return [name, rest.length === 0 ? FileType.File : FileType.Directory];
    });
    return [...new Map(entries)];
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const found = this.files.get(uri.path);
    if (found === undefined) throw FileSystemError.FileNotFound(uri);
    return found;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.files.set(uri.path, content);
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  createDirectory(): void {
    // It comes with the first file in it.
  }

  delete(uri: vscode.Uri): void {
    this.files.delete(uri.path);
    this.changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  rename(): never {
    throw FileSystemError.NoPermissions();
  }

  private below(folder: vscode.Uri): string[] {
    const prefix = `${folder.path.replace(/\/$/, '')}/`;
    return [...this.files.keys()].flatMap((path) =>
      path.startsWith(prefix) ? [path.slice(prefix.length)] : [],
    );
  }
}
