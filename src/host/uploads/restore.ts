import * as v from 'valibot';
import * as vscode from 'vscode';
import { LeftOutSchema } from '../../core/left-out';
import { withTick, type Attached } from '../attachment';
import type { KeptBytes } from '../platform/kept-bytes';
import { attachUris } from './attach';
import { attachFile } from './attach-file';
import { folderAttachment } from './attach-folder';
import { quoted } from './describe-uri';
import { attachKept, SavedBytesSchema } from './kept-attachment';
import { lookAt } from './uri-content';

const url = v.pipe(v.string(), v.url());

/** Relative and without a way up: what was stored never leads out of the folder. */
const PathSchema = v.pipe(
  v.string(),
  v.check((path) => !path.split('/').some((part) => part === '' || part === '.' || part === '..')),
);

const SavedFolderSchema = v.object({
  kind: v.literal('folder'),
  uri: url,
  files: v.array(
    v.object({
      path: PathSchema,
      size: v.number(),
      changedAt: v.optional(v.number()),
      secret: v.optional(v.string()),
      ticked: v.optional(v.boolean()),
    }),
  ),
  leftOut: v.array(LeftOutSchema),
  unsearched: v.number(),
});

const ticked = v.optional(v.boolean());
const SavedSchema = v.variant('kind', [
  v.object({
    kind: v.literal('uri'),
    uri: url,
    /** As it was when it was saved; absent in what an older version of this program wrote. */
    size: v.optional(v.number()),
    changedAt: v.optional(v.number()),
    digest: v.optional(v.string()),
    ticked,
  }),
  v.object({ ...SavedBytesSchema.entries, ticked }),
  SavedFolderSchema,
]);
type Saved = v.InferOutput<typeof SavedSchema>;

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
  const { attachments, refused } = await attach(saved, kept);
  if (saved.kind === 'folder' || saved.ticked !== true) return { attachments, refused };
  return { attachments: attachments.map((attachment) => withTick(attachment, true)), refused };
}

async function attach(saved: Saved, kept: KeptBytes): Promise<Attached> {
  switch (saved.kind) {
    case 'uri':
      return attachAsSaved(vscode.Uri.parse(saved.uri), saved);
    case 'folder':
      // The list that the person saw, not what is there by now: that is looked at before it is sent.
      return { attachments: [folderAttachment(vscode.Uri.parse(saved.uri), saved)], refused: [] };
    case 'bytes': {
      const attachment = await attachKept(kept, saved);
      return attachment === undefined
        ? { attachments: [], refused: [`${quoted(saved.name)} is not kept any more: attach it again.`] }
        : { attachments: [attachment], refused: [] };
    }
  }
}

/** As the file was then, so that a look at it tells whether it changed since. */
async function attachAsSaved(
  uri: vscode.Uri,
  { size, changedAt, digest }: Extract<Saved, { kind: 'uri' }>,
): Promise<Attached> {
  const now = await lookAt(uri).catch(() => undefined);
  if (now === undefined || now.isFolder || size === undefined || changedAt === undefined)
    return attachUris([uri]);
  return { attachments: [await attachFile(uri, { size, changedAt, digest })], refused: [] };
}
