// A process of its own in place of the extension host: moves files by the extension's own code, and says how much it grew.
import { createTransport, fileFromDisk, SigmicClient } from '../../src/core/api';
import { downloadFile } from '../../src/host/artifacts/download';
import { writeToDisk } from '../../src/host/artifacts/write-to-disk';
import { silentLog } from '../unit/session/watch';

interface Order {
  readonly origin: string;
  readonly upload?: readonly string[];
  readonly download?: { readonly to: string; readonly size: number };
}

const transport = createTransport({}, {});
let start = 0;

async function move({ origin, upload, download }: Order): Promise<{ ms: number; peak: number }> {
  const client = new SigmicClient({
    origin: () => origin,
    credential: () => Promise.resolve(`sigmic_${'0'.repeat(64)}`),
    transport: () => transport,
    log: silentLog,
  });
  let peak = 0;
  const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss() - start)), 5);
  const begun = performance.now();
  if (upload !== undefined) {
    const files = await Promise.all(upload.map((path) => fileFromDisk(path)));
    await client.createTask({ message: 'x', autoExecute: true, files });
  }
  if (download !== undefined) {
    const file = { name: 'file', path: '/file', size: download.size, isDirectory: false };
    const { signal } = new AbortController();
    await writeToDisk(download.to, downloadFile(client, 't', file, signal), signal);
  }
  clearInterval(watching);
  return { ms: performance.now() - begun, peak };
}

process.on('message', (order: Order) => {
  void move(order).then(
    (moved) => process.send?.(moved),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
// The code of our sockets is loaded with the first request otherwise, and would count as growth.
void import('../../src/core/api/socket-transport').then(() => {
  start = process.memoryUsage.rss();
  process.send?.('ready');
});
