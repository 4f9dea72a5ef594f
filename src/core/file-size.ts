const units = ['KB', 'MB', 'GB', 'TB'];

/** A file's size for people: "0 B", "1.5 KB", "12 MB". Empty for what is not the size of a file. */
export function formatSize(bytes: number): string {
  if (!Number.isSafeInteger(bytes) || bytes < 0) return '';
  const step = stepOf(bytes);
  return step === 0 ? `${Math.round(bytes)} B` : `${inUnit(bytes, step)} ${units[step - 1] ?? ''}`;
}

/** A part of `total` as a number in the unit in which `formatSize` says the total: "12" of "34 MB". */
export function formatShare(bytes: number, total: number): string {
  return inUnit(bytes, stepOf(total));
}

/** How often to divide by 1024. */
function stepOf(bytes: number): number {
  let step = 0;
  for (let size = bytes; size >= (step === 0 ? 1024 : 1023.5) && step < units.length; step++) size /= 1024;
  return step;
}

function inUnit(bytes: number, step: number): string {
  const size = bytes / 1024 ** step;
  return size < 9.95 && step > 0 ? size.toFixed(1).replace(/\.0$/, '') : String(Math.round(size));
}
