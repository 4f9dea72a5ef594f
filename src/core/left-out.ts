import * as v from 'valibot';

/** Why something in a folder is not sent. */
const ReasonSchema = v.picklist([
  'gitignore',
  'files.exclude',
  'sigmic.upload.exclude',
  'linkOut',
  'linkCircle',
  'unreadable',
]);
export type LeftOutReason = v.InferOutput<typeof ReasonSchema>;

/** Files and folders that are not sent for one reason; a folder counts as one. */
export const LeftOutSchema = v.object({
  reason: ReasonSchema,
  count: v.number(),
  /** The first few paths; those of folders end with a slash. */
  examples: v.array(v.string()),
});
export type LeftOut = v.InferOutput<typeof LeftOutSchema>;

/** Completes "3 left out ...". */
export const leftOutWords: Readonly<Record<LeftOutReason, string>> = {
  gitignore: 'by .gitignore',
  'files.exclude': 'by the setting files.exclude',
  'sigmic.upload.exclude': 'by the setting sigmic.upload.exclude',
  linkOut: 'as links that lead elsewhere',
  linkCircle: 'as links that lead in a circle',
  unreadable: 'as they cannot be read',
};
