import { stat } from 'node:fs/promises';
import { buildForProduction, packageExtension } from './packaging';
import { projectRoot } from './paths';

/** `npm run package`: a VSIX in the project's folder, with what is in it (vsce prints it) and the sizes. */
async function main(): Promise<void> {
  await buildForProduction();
  const vsix = await packageExtension(projectRoot);
  console.log(`${vsix}: ${(await stat(vsix)).size} bytes. Install it with: code --install-extension ${vsix}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
