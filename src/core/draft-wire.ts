import * as v from 'valibot';
import { LeftOutSchema } from './left-out';

/** What host and webview tell each other of the files of a draft: a part of protocol.ts. */

/** What all that may be sent has: `secret` is what it looks like ("a private key"); then it goes only while `ticked`. */
const fileFacts = {
  name: v.string(),
  size: v.number(),
  secret: v.optional(v.string()),
  ticked: v.optional(v.boolean()),
};

/** A file about to be sent. The webview knows its name and size only; the bytes stay in the host. */
export const DraftFileSchema = v.object({ id: v.string(), ...fileFacts });
export type DraftFile = v.InferOutput<typeof DraftFileSchema>;

/** A file that goes in a ZIP with others. */
const DraftRowSchema = v.object({ key: v.string(), ...fileFacts });
export type DraftRow = v.InferOutput<typeof DraftRowSchema>;

/** A folder, or many files, about to be sent as one ZIP. */
export const DraftFolderSchema = v.object({
  id: v.string(),
  name: v.string(),
  /** Name of the ZIP. */
  zip: v.string(),
  /** Files that go, their bytes, and how many likely secrets stay here. */
  count: v.number(),
  size: v.number(),
  secrets: v.number(),
  /** The first of the files, likely secrets before all; `more` of them are not told yet. */
  rows: v.array(DraftRowSchema),
  more: v.number(),
  leftOut: v.array(LeftOutSchema),
  /** Files that were not searched for secrets. */
  unsearched: v.number(),
});
export type DraftFolder = v.InferOutput<typeof DraftFolderSchema>;

/** How far a send is, in bytes. */
export const SendProgressSchema = v.object({
  phase: v.picklist(['packing', 'sending']),
  done: v.number(),
  total: v.number(),
});
export type SendProgress = v.InferOutput<typeof SendProgressSchema>;
