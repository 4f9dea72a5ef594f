import { nextTurnKey } from './keys';
import type { Patch } from './patch';
import type { OpeningMessage, SessionDeps } from './session-types';
import type { Transcript, UserMessage } from './transcript';

type TurnPatch = Extract<Patch, { op: 'turn' }>;

/** The turn of a message that is written here, at the end of the conversation, as the server will tell it. */
export function newTurn(
  transcript: Transcript,
  { text, attachments }: OpeningMessage,
  delivery: 'sent' | 'pending',
  { clock, maskText }: Pick<SessionDeps, 'clock' | 'maskText'>,
): TurnPatch {
  const createdAt = new Date(clock.now()).toISOString();
  const user: UserMessage = { text: maskText?.(text) ?? text, attachments, createdAt, delivery };
  const turn = { key: nextTurnKey(transcript.turns), user, segments: [] };
  return { op: 'turn', index: transcript.turns.length, turn };
}
