/** What a tool gave back: its field's name is open in api.md (`output`, `result`, `error`). */
export function outputOf(result: { output?: unknown; result?: unknown; error?: unknown }): unknown {
  return result.output ?? result.result ?? result.error ?? undefined;
}
