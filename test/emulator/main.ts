import { parseArgs } from 'node:util';
import { startEmulator } from './index';

/** `npm run emulator -- [--port 0] [--data DIR] [--pace MS] [--key KEY] [--json]` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string', default: '.sigmic-emulator' },
      pace: { type: 'string', default: '25' },
      key: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const emulator = await startEmulator({
    port: wholeNumber('port', values.port),
    dataDir: values.data,
    pace: wholeNumber('pace', values.pace),
    ...(values.key === undefined ? {} : { key: values.key }),
  });
  const stop = (): void => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    void emulator.close();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);

  const { url, key, widgetApp, dataDir, controlToken } = emulator;
  if (values.json) {
    console.log(JSON.stringify({ url, key, widgetApp, dataDir, controlToken }));
  } else {
    console.log(`URL: ${url}`);
    console.log(`Key: ${key}`);
    console.log(
      `Tasks are kept in ${dataDir}. Shell commands run on this machine, in a task's workspace folder.`,
    );
    console.log('Ctrl+C stops it.');
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}"`);
  return Number(text);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
