import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../rig/paths';

/** A file of this folder as one script for a page, where its exports are `window[globalName]`. */
export async function browserScript(file: string, globalName: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: [join('test', 'bench', file)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName,
    target: 'chrome128',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]?.text ?? '';
}
