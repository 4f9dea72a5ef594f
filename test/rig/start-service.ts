import { join } from 'node:path';
import { startEmulator } from '../emulator';
import { emulatorData } from './paths';
import type { StartOptions } from './start-options';

/** The Task API that the editor is given. */
export interface Service {
  readonly url: string;
  readonly key: string;
  /** For the person: which service this is and what it means. */
  readonly description: string;
  stop(): Promise<void>;
}

/** A real service with the person's own key, or the emulator with the data of earlier starts. */
export async function connectService({ api }: StartOptions): Promise<Service> {
  if (api !== undefined) {
    const key = process.env['SIGMIC_API_KEY'];
    if (key === undefined || key === '') {
      throw new Error(
        '--api needs your own key: put it into the environment variable SIGMIC_API_KEY and start again.',
      );
    }
    return {
      url: api,
      key,
      description: `${api} with your key from SIGMIC_API_KEY.`,
      stop: () => Promise.resolve(),
    };
  }
  const emulator = await startEmulator({ port: 0, dataDir: join(emulatorData, 'service'), pace: 25 });
  return {
    url: emulator.url,
    key: emulator.key,
    description: `an emulator of the service on this computer: a small rule-based agent, no account needed.
Its tasks are kept in .sigmic-emulator/ until you delete that folder.`,
    stop: () => emulator.close(),
  };
}
