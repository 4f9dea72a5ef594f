// A process of its own: a service that only takes and gives bytes, as fast as Node can, so that it is no bottleneck; or as a line does.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const [spool = '', bytes = '0'] = process.argv.slice(2);
const block = randomBytes(256 * 1024);
const blocks = Number(bytes) / block.length;

/** Bytes a second behind paths that begin with `/line`: a gigabit. */
const LINE = 125_000_000;

/** Lets bytes through no faster than a line does. */
function line(): Transform {
  const begun = performance.now();
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      const early = begun + (passed / LINE) * 1000 - performance.now();
      if (early > 1) setTimeout(() => done(null, chunk), early);
      else done(null, chunk);
    },
  });
}

/** What is sent to a path that begins with `/check` is kept in the spool file, to be looked at. */
async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.startsWith('/check') === true) await pipeline(request, createWriteStream(spool));
  else if (request.url?.startsWith('/line') === true) await once(request.pipe(line()).resume(), 'end');
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
  const bytesOut = Readable.from(content(), { objectMode: false });
  const isSlow = request.url?.startsWith('/line') === true;
  (isSlow ? pipeline(bytesOut, line(), response) : pipeline(bytesOut, response)).catch(() => undefined);
});
server.listen(0, '127.0.0.1', () => {
  const hash = createHash('sha256');
  for (const part of content()) hash.update(part);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.send?.({ url: `http://127.0.0.1:${port}`, sha256: hash.digest('hex') });
});
process.once('disconnect', () => process.exit());
