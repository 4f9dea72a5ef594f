import type { Model } from './model';

/** Why the draft cannot be sent now, in words; undefined when it can. */
export function obstacleOf({ draft, composer }: Model): string | undefined {
  if (composer.sending) return 'Sending…';
  if (composer.looking === true) return 'Looking at the files…';
  if (draft.text.trim() !== '') return undefined;
  return composer.files.length + composer.folders.length > 0
    ? 'Write what to do with the files first'
    : 'Write a message first';
}
