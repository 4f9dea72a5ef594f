import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { runOrFail } from './child';
import { findOnPath } from './find-on-path';
import { installOnce } from './install-once';
import { projectRoot } from './paths';

/** Quiet, and the same picture on every machine; no sandbox because containers and root have none. */
const usualArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/** Starts a headless Chromium: the one from npm, or if that cannot start here, one found on the PATH. `more` are arguments to add. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const args = [...usualArgs, ...more];
  const reasons: string[] = [];
  try {
    const folder = await installChromium();
    const env = { ...stringEnv(), FONTCONFIG_FILE: join(folder, 'fonts.conf') };
    return await chromium.launch({ executablePath: join(folder, 'chromium'), args, env });
  } catch (error) {
    reasons.push(`The Chromium from npm: ${reason(error)}`);
  }
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const executablePath = findOnPath(name);
    if (executablePath === undefined) continue;
    try {
      const browser = await chromium.launch({ executablePath, args });
      console.log(`Using ${executablePath}, as the Chromium from npm could not start.`);
      return browser;
    } catch (error) {
      reasons.push(`${executablePath}: ${reason(error)}`);
    }
  }
  throw new Error(
    `No browser could be started.\n${reasons.join('\n')}\n` +
      'The Chromium from npm needs the library libnss3 (Debian and Ubuntu: "apt-get install libnss3"); ' +
      'any Chromium or Chrome on the PATH serves as well (Debian: "apt-get install chromium").',
  );
}

/** Unpacks the package's compressed Chromium into a folder of the project, where two users cannot collide. */
async function installChromium(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`it is built for 64-bit x86 Linux, this is ${process.platform} on ${process.arch}.`);
  }
  return installOnce(`chromium-${await packagedVersion()}`, async (draft) => {
    // The package always unpacks into the temporary folder, so a process of its own gets another one.
    const script = 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();';
    await runOrFail(process.execPath, ['--input-type=module', '-e', script], {
      cwd: projectRoot,
      env: { ...process.env, TMPDIR: draft, NODE_OPTIONS: '' },
    });
    await writeFile(join(draft, 'fonts.conf'), fontConfiguration);
  });
}

/** The machine's fonts, if it has any, and the one from the package beside this file. */
const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

async function packagedVersion(): Promise<string> {
  const file = join(projectRoot, 'node_modules', '@sparticuz', 'chromium', 'package.json');
  const manifest: unknown = JSON.parse(await readFile(file, 'utf8'));
  return typeof manifest === 'object' && manifest !== null
    ? String(Reflect.get(manifest, 'version'))
    : 'unknown';
}

function stringEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Playwright's message has the whole command line; what the browser itself wrote to stderr is the reason. */
function reason(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  const written = lines.filter((line) => line.includes('[err]')).slice(0, 5);
  return [...lines.slice(0, 1), ...written].join('\n  ');
}
