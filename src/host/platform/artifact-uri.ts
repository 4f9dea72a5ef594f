import * as vscode from 'vscode';
import { cleanPath, readPath, spellPath } from './artifact-path';
import { artifactScheme } from './public-names';

/** `sigmic-artifact:/<taskId>/<path>` of a file or folder; undefined for a path that no workspace can have. */
export function artifactUri(taskId: string, path: string): vscode.Uri | undefined {
  const clean = cleanPath(path);
  return clean === undefined ? undefined : uriOf(taskId, clean);
}

/** Which file (or, with an empty path, which task's root) an artifact URI means; undefined when it is none. */
export function parseArtifactUri(uri: vscode.Uri): { taskId: string; path: string } | undefined {
  if (uri.scheme !== artifactScheme || uri.authority !== '') return undefined;
  const [, segment, ...rest] = uri.path.split('/');
  if (segment === undefined || segment === '') return undefined;
  const path = readPath(rest.join('/').replace(/\/$/, '')) ?? '..';
  const clean = path === '' ? '' : cleanPath(path);
  const taskId = decode(segment);
  return clean === undefined || taskId === undefined ? undefined : { taskId, path: clean };
}

function uriOf(taskId: string, path: string): vscode.Uri {
  // Dots are written out too, so that no id can be a step up.
  const segment = encodeURIComponent(taskId).replaceAll('.', '%2E');
  return vscode.Uri.from({ scheme: artifactScheme, path: `/${segment}/${spellPath(path)}` });
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
