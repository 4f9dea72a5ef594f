import type * as vscode from 'vscode';
import type { Attachment, Looked } from '../attachment';
import { digestOf } from '../platform/kept-bytes';
import { baseName, hasOrigin } from './describe-uri';
import { workspacePath } from './place';
import { searchSecrets } from './search-secrets';
import { isExecutable, lookAt, openUri, readUri, type UriFacts } from './uri-content';

/** How a file was when it was attached. `digest`: of its content, where that was read. */
type FileFacts = Omit<UriFacts, 'isFolder'> & { readonly digest?: string | undefined };

/** A file as an attachment: what it looks like is known, what is in it is read when it is sent. */
export async function attachFile(uri: vscode.Uri, facts: FileFacts): Promise<Attachment> {
  const source = uri.toString();
  const name = baseName(uri.path);
  const path = workspacePath(uri);
  const { size, changedAt } = facts;
  const { secret, digest } = await lookInto(uri, size);
  const known = { size, changedAt, digest: facts.digest ?? digest };
  const attachment: Attachment = {
    source,
    name,
    size,
    ...(path !== undefined && { path }),
    ...(hasOrigin(uri) && { origin: source }),
    ...(secret !== undefined && { secret }),
    open: (as) => openUri(uri, as),
    isExecutable: () => isExecutable(uri),
    look: () => lookAgain(uri, known, attachment),
    save: () => Promise.resolve({ kind: 'uri', uri: source, ...known }),
  };
  return attachment;
}

/** What the content looks like and its digest, unless the name says enough or it is too large to be read for that. */
async function lookInto(
  uri: vscode.Uri,
  size: number,
): Promise<{ readonly secret: string | undefined; readonly digest: string | undefined }> {
  let digest: string | undefined;
  const read = async (): Promise<Uint8Array> => {
    const content = await readUri(uri);
    digest = digestOf(content);
    return content;
  };
  const { secrets } = await searchSecrets([{ path: uri.path, size }], { read, now: Date.now });
  return { secret: secrets.get(uri.path), digest };
}

async function lookAgain(uri: vscode.Uri, before: FileFacts, attachment: Attachment): Promise<Looked> {
  const nothing = { attachment, gone: [], secrets: [], changed: [] };
  const { name } = attachment;
  const facts = await lookAt(uri).catch(() => undefined);
  if (facts === undefined || facts.isFolder) return { ...nothing, gone: [name] };
  if (facts.size === before.size && facts.changedAt === before.changedAt) return nothing;
  if (facts.size === before.size && before.digest !== undefined) {
    // Saved once more, checked out again: another time, the same content.
    const { digest } = await lookInto(uri, facts.size);
    if (digest === before.digest) return nothing;
  }
  const fresh = await attachFile(uri, facts);
  const isNewSecret = fresh.secret !== undefined && attachment.secret === undefined;
  return {
    attachment: fresh,
    gone: [],
    secrets: isNewSecret ? [name] : [],
    changed: [name],
  };
}
