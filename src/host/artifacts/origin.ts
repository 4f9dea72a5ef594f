import * as vscode from 'vscode';
import { makeVisible, shorten, withoutIcons } from '../../core/visible-text';
import { packedOrigin, type OriginPlace, type UploadOrigins } from '../platform/upload-origins';

/**
 * Where a file of a task came from: `unknown` when nobody noted it, `undecided` when the person was asked and did not say, `packed` when
 * it is a ZIP that was only made to send what is in it.
 */
export type Origin =
  | { readonly kind: 'known'; readonly uri: vscode.Uri }
  | { readonly kind: 'packed' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'undecided' };

/** Several that were sent under one name are never guessed at: the person picks one. */
export async function findOrigin(
  origins: Pick<UploadOrigins, 'of'>,
  taskId: string,
  path: string,
): Promise<Origin> {
  const places = origins.of(taskId, path);
  if (places.length === 1 && places[0]?.uri === packedOrigin) return { kind: 'packed' };
  const uris = places.flatMap((place) => uriOf(place) ?? []);
  const [only] = uris;
  if (only === undefined) return { kind: 'unknown' };
  if (places.length === 1) return { kind: 'known', uri: only };
  const items = uris.map((uri) => ({
    label: withoutIcons(makeVisible(vscode.workspace.asRelativePath(uri))),
    uri,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: shorten(makeVisible(path), 80),
    placeHolder: 'Several files were sent under this name. Which one is it?',
  });
  return picked === undefined ? { kind: 'undecided' } : { kind: 'known', uri: picked.uri };
}

/** Undefined when nothing is known, or what is stored is no URI. */
function uriOf({ uri, below }: OriginPlace): vscode.Uri | undefined {
  if (uri === '' || uri === packedOrigin) return undefined;
  try {
    const parsed = vscode.Uri.parse(uri, true);
    return below === '' ? parsed : vscode.Uri.joinPath(parsed, below);
  } catch {
    return undefined;
  }
}
