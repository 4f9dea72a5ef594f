import type { Patch } from './patch';

/** The same patches with each run of text for one segment joined into one. */
export function mergePatches(patches: readonly Patch[]): Patch[] {
  const merged: Patch[] = [];
  let run: { patch: Extract<Patch, { op: 'text' }>; parts: string[] } | undefined;
  const endRun = (): void => {
    if (run !== undefined) merged.push({ ...run.patch, text: run.parts.join('') });
    run = undefined;
  };
  for (const patch of patches) {
    if (patch.op === 'text' && run?.patch.turn === patch.turn && run.patch.key === patch.key) {
      run.parts.push(patch.text);
      continue;
    }
    endRun();
    if (patch.op === 'text') run = { patch, parts: [patch.text] };
    else merged.push(patch);
  }
  endRun();
  return merged;
}
