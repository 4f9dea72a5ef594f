import * as vscode from 'vscode';
import { describeError, isSigmicError, type Artifact, type SigmicClient } from '../../core/api';
import type { ReadableFiles } from '../front/files';
import type { ArtifactListings } from '../platform/artifact-listings';
import { spellName } from '../platform/artifact-path';
import { parseArtifactUri } from '../platform/artifact-uri';
import { longerThanListed, readWhole } from './read-whole';
import { WatchedFiles } from './watched-files';

const { FileSystemError, FileType } = vscode;

interface Found {
  readonly taskId: string;
  readonly path: string;
  readonly files: ReadonlyMap<string, Artifact>;
}

/** The workspaces of all tasks as a read-only file system, `sigmic-artifact:/<taskId>/<path>`. */
export class ArtifactFileSystem implements ReadableFiles, vscode.Disposable {
  private readonly watched: WatchedFiles;
  readonly onDidChangeFile: vscode.Event<vscode.FileChangeEvent[]>;

  constructor(
    private readonly client: Pick<SigmicClient, 'downloadArtifact'>,
    private readonly listings: ArtifactListings,
    /** A file could not be read for want of a key. */
    private readonly signedOut: (uri: vscode.Uri) => void,
  ) {
    this.watched = new WatchedFiles(listings);
    this.onDidChangeFile = this.watched.onDidChange;
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    const place = parseArtifactUri(uri);
    return place === undefined ? new vscode.Disposable(() => undefined) : this.watched.watch(place.taskId);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { path, files } = await this.find(uri);
    const file = files.get(path);
    if (file !== undefined) return statOf(file);
    if (!isFolder(files, path)) throw FileSystemError.FileNotFound(uri);
    return {
      type: FileType.Directory,
      size: 0,
      ctime: 0,
      mtime: 0,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { path, files } = await this.find(uri);
    if (files.has(path)) throw FileSystemError.FileNotADirectory(uri);
    if (!isFolder(files, path)) throw FileSystemError.FileNotFound(uri);
    const prefix = path === '' ? '' : `${path}/`;
    const entries = new Map<string, vscode.FileType>();
    for (const file of files.keys()) {
      if (!file.startsWith(prefix)) continue;
      const [name = '', ...below] = file.slice(prefix.length).split('/');
      entries.set(spellName(name), below.length === 0 ? FileType.File : FileType.Directory);
    }
    return [...entries];
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    try {
      return await this.read(uri);
    } catch (error) {
      if (isSigmicError(error, 'auth')) this.signedOut(uri);
      const grown = isSigmicError(error, 'invalid') && error.code === longerThanListed;
      const place = grown ? parseArtifactUri(uri) : undefined;
      if (place === undefined) throw fileSystemError(error, uri);
      // It may have been written to since it was listed.
      return await this.listings
        .list(place.taskId, { fresh: true })
        .then(() => this.read(uri))
        .catch((again: unknown) => Promise.reject(fileSystemError(again, uri)));
    }
  }

  dispose(): void {
    this.watched.dispose();
  }

  private async read(uri: vscode.Uri): Promise<Uint8Array> {
    const { taskId, path, files } = await this.find(uri);
    const file = files.get(path);
    if (file !== undefined) return readWhole(this.client, taskId, file);
    throw isFolder(files, path) ? FileSystemError.FileIsADirectory(uri) : FileSystemError.FileNotFound(uri);
  }

  private async find(uri: vscode.Uri): Promise<Found> {
    const place = parseArtifactUri(uri);
    if (place === undefined) throw FileSystemError.FileNotFound(uri);
    try {
      return { ...place, files: await this.listings.list(place.taskId) };
    } catch (error) {
      if (isSigmicError(error, 'auth')) this.signedOut(uri);
      throw fileSystemError(error, uri);
    }
  }
}

function statOf(file: Artifact): vscode.FileStat {
  const modified = Date.parse(file.modifiedAt ?? '');
  const mtime = Number.isNaN(modified) ? 0 : modified;
  const size = Math.max(0, file.size);
  return { type: FileType.File, size, ctime: mtime, mtime, permissions: vscode.FilePermission.Readonly };
}

/** A folder is there because a file is in it; the root of a task always is. */
function isFolder(files: ReadonlyMap<string, Artifact>, path: string): boolean {
  if (path === '') return true;
  for (const file of files.keys()) if (file.startsWith(`${path}/`)) return true;
  return false;
}

/** In words that whoever asked for the file may show; VS Code itself shows none of them in place of the file. */
function fileSystemError(error: unknown, uri: vscode.Uri): vscode.FileSystemError {
  if (error instanceof FileSystemError) return error;
  if (isSigmicError(error) && error.status === 404) return FileSystemError.FileNotFound(uri);
  if (isSigmicError(error, 'auth'))
    return FileSystemError.Unavailable('Sign in to Sigmic to open this file.');
  return FileSystemError.Unavailable(describeError(error, 'open the file').message);
}
