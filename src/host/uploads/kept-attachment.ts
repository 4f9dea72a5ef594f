import * as v from 'valibot';
import { fileFromDisk } from '../../core/api';
import type { Attachment } from '../attachment';
import { digestOf, type KeptBytes } from '../platform/kept-bytes';
import { fromMemory } from './from-memory';

/** Bytes of which there is no file; they are kept in one when the attachment is saved. */
export const SavedBytesSchema = v.object({
  kind: v.literal('bytes'),
  source: v.string(),
  name: v.string(),
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  size: v.number(),
  secret: v.optional(v.string()),
});
type SavedBytes = v.InferOutput<typeof SavedBytesSchema>;

interface ContentInMemory {
  readonly name: string;
  readonly from: string;
  readonly content: Uint8Array;
  /** What it looks like, if it looks like a secret. */
  readonly secret?: string | undefined;
}

/** An attachment whose content is in memory. `from` tells where it comes from: with the content, that is its identity. */
export function attachContent(kept: KeptBytes, { name, from, content, secret }: ContentInMemory): Attachment {
  const source = `${from}:${digestOf(content)}`;
  const size = content.byteLength;
  const looks = secret === undefined ? {} : { secret };
  return {
    source,
    name,
    size,
    ...looks,
    open: (as) => Promise.resolve(fromMemory(as, content)),
    save: async () => ({ kind: 'bytes', source, name, digest: await kept.put(content), size, ...looks }),
  };
}

/** The attachment that was saved, or undefined when its bytes are gone or cut short. */
export async function attachKept(kept: KeptBytes, saved: SavedBytes): Promise<Attachment | undefined> {
  const { source, name, digest, size } = saved;
  if ((await kept.size(digest)) !== size) return undefined;
  const open = (as: string) => fileFromDisk(kept.path(digest), as);
  const looks = saved.secret === undefined ? {} : { secret: saved.secret };
  return { source, name, size, ...looks, open, save: () => Promise.resolve(saved) };
}
