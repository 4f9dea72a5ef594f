import type * as vscode from 'vscode';
import type { Attached, Attachment } from '../attachment';
import { attachFile } from './attach-file';
import { attachFolder } from './attach-folder';
import { baseName, quoted } from './describe-uri';
import { lookAt } from './uri-content';

/** Looks at each of the files and folders; those that cannot be sent are refused by name. */
export async function attachUris(uris: readonly vscode.Uri[]): Promise<Attached> {
  const results = await Promise.all(uris.map(attachUri));
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
