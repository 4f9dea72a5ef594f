import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Attached } from '../attachment';
import type { KeptBytes } from '../platform/kept-bytes';
import { attachUris } from './attach';
import { quoted } from './describe-uri';
import { attachKept, SavedBytesSchema } from './kept-attachment';

const SavedSchema = v.variant('kind', [
  v.object({ kind: v.literal('uri'), uri: v.pipe(v.string(), v.url()) }),
  SavedBytesSchema,
]);

const unknown = 'An attached file of an earlier window cannot be brought back: attach it again.';

/** Brings back what `Attachment.save` wrote, in order; what is gone or not understood is refused in words. */
export async function restoreAttachments(saved: readonly unknown[], kept: KeptBytes): Promise<Attached> {
  const results = await Promise.all(saved.map((each) => restore(each, kept)));
  return {
    attachments: results.flatMap(({ attachments }) => attachments),
    refused: results.flatMap(({ refused }) => refused),
  };
}

async function restore(value: unknown, kept: KeptBytes): Promise<Attached> {
  const parsed = v.safeParse(SavedSchema, value);
  if (!parsed.success) return { attachments: [], refused: [unknown] };
  const saved = parsed.output;
  if (saved.kind === 'uri') return attachUris([vscode.Uri.parse(saved.uri)]);
  const attachment = await attachKept(kept, saved);
  if (attachment !== undefined) return { attachments: [attachment], refused: [] };
  return { attachments: [], refused: [`${quoted(saved.name)} is not kept any more: attach it again.`] };
}
