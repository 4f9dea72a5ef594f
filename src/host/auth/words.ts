import { tokenEnd } from '../../core/api';

/** "ends in 12 min", "ends in 3 h", "has ended"; undefined for what does not end by itself. `now`: epoch ms. */
export function endWords(credential: string | undefined, now: number): string | undefined {
  const end = credential === undefined ? undefined : tokenEnd(credential);
  if (end === undefined) return undefined;
  const minutes = Math.ceil((end - now) / 60_000);
  if (minutes <= 0) return 'has ended';
  if (minutes < 120) return `ends in ${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `ends in ${hours} h` : `ends in ${Math.round(hours / 24)} days`;
}
