/** Calls `work` after `ms`, for 0 right after what is happening now; the result takes it back. */
export function runAfter(work: () => void, ms: number): () => void {
  if (ms === 0) {
    const immediate = setImmediate(work);
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
