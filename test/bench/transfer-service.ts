// A process of its own: a service that only takes and gives bytes, as fast as Node can, so that it is no bottleneck.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const [spool = '', bytes = '0'] = process.argv.slice(2);
const block = randomBytes(256 * 1024);
const blocks = Number(bytes) / block.length;

/** What is sent to a path that begins with `/check` is kept in the spool file, to be looked at. */
async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.startsWith('/check') === true) await pipeline(request, createWriteStream(spool));
  else await once(request.resume(), 'end');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ success: true, data: { id: 't', status: 'running', message: '' } }));
}

function* content(): Generator<Buffer> {
  for (let n = 0; n < blocks; n += 1) yield block;
}

const server = createServer((request, response) => {
  if (request.method === 'POST') {
    void take(request, response);
    return;
  }
  response.setHeader('content-length', bytes);
  pipeline(Readable.from(content(), { objectMode: false }), response).catch(() => undefined);
});
server.listen(0, '127.0.0.1', () => {
  const hash = createHash('sha256');
  for (const part of content()) hash.update(part);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.send?.({ url: `http://127.0.0.1:${port}`, sha256: hash.digest('hex') });
});
process.once('disconnect', () => process.exit());
