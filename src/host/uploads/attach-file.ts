import type * as vscode from 'vscode';
import type { Attachment, Looked } from '../attachment';
import { baseName, hasOrigin } from './describe-uri';
import { workspacePath } from './place';
import { searchSecrets } from './search-secrets';
import { isExecutable, lookAt, openUri, readUri, type UriFacts } from './uri-content';

/** A file as an attachment: what it looks like is known, what is in it is read when it is sent. */
export async function attachFile(uri: vscode.Uri, facts: Omit<UriFacts, 'isFolder'>): Promise<Attachment> {
  const source = uri.toString();
  const name = baseName(uri.path);
  const path = workspacePath(uri);
  const { size } = facts;
  const { secrets } = await searchSecrets([{ path: uri.path, size }], {
    read: () => readUri(uri),
    now: Date.now,
  });
  const secret = secrets.get(uri.path);
  const attachment: Attachment = {
    source,
    name,
    size,
    ...(path !== undefined && { path }),
    ...(hasOrigin(uri) && { origin: source }),
    ...(secret !== undefined && { secret }),
    open: (as) => openUri(uri, as),
    isExecutable: () => isExecutable(uri),
    look: () => lookAgain(uri, facts, attachment),
    save: () => Promise.resolve({ kind: 'uri', uri: source, size, changedAt: facts.changedAt }),
  };
  return attachment;
}

async function lookAgain(
  uri: vscode.Uri,
  before: Omit<UriFacts, 'isFolder'>,
  attachment: Attachment,
): Promise<Looked> {
  const nothing = { attachment, gone: [], secrets: [], changed: [] };
  const { name } = attachment;
  const facts = await lookAt(uri).catch(() => undefined);
  if (facts === undefined || facts.isFolder) return { ...nothing, gone: [name] };
  if (facts.size === before.size && facts.changedAt === before.changedAt) return nothing;
  const fresh = await attachFile(uri, facts);
  const isNewSecret = fresh.secret !== undefined && attachment.secret === undefined;
  return {
    attachment: fresh,
    gone: [],
    secrets: isNewSecret ? [name] : [],
    changed: [name],
  };
}
