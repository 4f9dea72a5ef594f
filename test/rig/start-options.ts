import { parseArgs } from 'node:util';

export interface StartOptions {
  /** Address of a real service; without it the emulator is used. */
  api: string | undefined;
  /** Port of the editor; 0 takes a free one. */
  port: number;
  /** Use the VS Code that is installed on this computer. */
  desktop: boolean;
}

const usage = `Usage: npm start -- [--api URL] [--port N] [--desktop]
  --api URL   use the real service with your own key from SIGMIC_API_KEY, instead of the emulator
  --port N    serve the editor on this port
  --desktop   use the "code" command of the VS Code on this computer`;

/** Reads the command line of `npm start`; anything wrong is an error that tells how it is used. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const { values } = parse(argv);
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`"${values.port}" is not a port.\n${usage}`);
  if (values.api !== undefined && !isAllowedUrl(values.api)) {
    throw new Error(`"${values.api}" must be an https URL, or http on this computer.\n${usage}`);
  }
  return { api: values.api, port, desktop: values.desktop ?? false };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: { api: { type: 'string' }, port: { type: 'string' }, desktop: { type: 'boolean' } },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
}

/** The same rule as the extension's: https, or http on loopback. */
function isAllowedUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  );
}
