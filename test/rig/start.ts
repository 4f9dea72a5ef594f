import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startDesktop } from './desktop';
import { startEditor } from './editor';
import { prepareExtension } from './packaging';
import { emulatorData, sampleWorkspace } from './paths';
import { connectService, type Service } from './start-service';
import { readStartOptions, type StartOptions } from './start-options';

/** Something that runs until it is stopped or ends by itself. */
interface Part {
  stop(): Promise<void>;
  readonly ended?: Promise<unknown>;
}

/** `npm start`: VS Code with the extension on a sample workspace, signed in to the emulator or the real service. */
async function main(): Promise<void> {
  const options = readStartOptions(process.argv.slice(2));
  const parts: Part[] = [];
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  try {
    const started = start(options, parts);
    // Ctrl+C counts during the start too; what was begun by then is stopped below.
    await Promise.race([started, stopped]);
    await Promise.race([stopped, ...parts.map((part) => part.ended ?? stopped)]);
  } finally {
    for (const part of parts.reverse()) await part.stop();
  }
  console.log('\nStopped.');
}

async function start(options: StartOptions, parts: Part[]): Promise<void> {
  const service = await connectService(options);
  parts.push(service);
  const workspace = join(emulatorData, 'workspace');
  if (!existsSync(workspace)) {
    await mkdir(emulatorData, { recursive: true });
    await cp(sampleWorkspace, workspace, { recursive: true });
  }
  const env = { SIGMIC_API_URL: service.url, SIGMIC_API_KEY: service.key };
  if (options.desktop) {
    parts.push(await startDesktop(workspace, env));
    announce(service, 'VS Code opens in a window of its own.');
    return;
  }
  const extension = { packaged: await prepareExtension() };
  const editor = await startEditor({ workspace, env, extension, port: options.port });
  parts.push(editor);
  announce(service, `VS Code ${editor.vscode} with Sigmic is ready. Open\n\n  ${editor.url}\n`);
}

function announce(service: Service, where: string): void {
  console.log(`
${where}
It talks to ${service.description}

What to try:
  1. Click the Sigmic icon in the activity bar, then "New Task".
  2. Attach sales.csv, ask "Summarise sales.csv in a report with a chart", press Enter and watch the agent work.
  3. Open the report and the chart it made: from the chat, or below the task in the tree.
  4. Ask a follow-up in the same chat, e.g. "Which sale had the highest revenue?".
  5. Start another task with "Approve tools automatically" off: each tool now asks you first.

Ctrl+C stops everything.`);
}

main().then(
  // Open handles of a half-made start must not keep it alive.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
