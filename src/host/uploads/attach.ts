import type * as vscode from 'vscode';
import type { Attached, Attachment } from '../attachment';
import { inBatches } from '../platform/batches';
import { attachFile } from './attach-file';
import { attachFolder } from './attach-folder';
import { baseName, quoted } from './describe-uri';
import { lookAt } from './uri-content';

/** Each is read, and a glob may find thousands: more at once would take memory for all, and run out of open files. */
const AT_ONCE = 16;

/** Looks at each of the files and folders; those that cannot be sent are refused by name. Throws once the signal is aborted. */
export async function attachUris(uris: readonly vscode.Uri[], signal?: AbortSignal): Promise<Attached> {
  const results = await inBatches(uris, AT_ONCE, (uri) => {
    signal?.throwIfAborted();
    return attachUri(uri);
  });
  return {
    attachments: results.filter((result) => typeof result === 'object'),
    refused: results.filter((result) => typeof result === 'string'),
  };
}

async function attachUri(uri: vscode.Uri): Promise<Attachment | string | undefined> {
  try {
    const facts = await lookAt(uri);
    return await (facts.isFolder ? attachFolder(uri) : attachFile(uri, facts));
  } catch {
    return `${quoted(baseName(uri.path))} cannot be read.`;
  }
}
