import assert from 'node:assert/strict';
import { execFile, fork, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { median, ms, timed, type Figure } from './measure';

const MB = 1024 * 1024;
const FILES = 20;
/** All bytes of one direction, 20 files of 50 MB by default. */
const MEGABYTES = Number(process.env['BENCH_MB'] ?? 1000);
const TOTAL = MEGABYTES * MB;
const SIZE = TOTAL / FILES;
const ROUNDS = 7;
/** A gigabit a second takes eight seconds for each gigabyte, and is the same in each round. */
const LINE_ROUNDS = 2;
const TARGET_GROWTH = 64;

const run = promisify(execFile);
const Service = v.object({ url: v.string(), sha256: v.string() });
const Moved = v.object({ ms: v.number(), peak: v.number() });

/** P10: a gigabyte each way by the extension's own code against curl, and how much that makes the process grow. */
export async function transfers(): Promise<readonly Figure[]> {
  assert.equal((TOTAL / 1024) % 256, 0, 'BENCH_MB must be whole blocks of the service.');
  const folder = await mkdtemp(join(tmpdir(), 'sigmic-bench-'));
  const spool = join(folder, 'spool');
  const children: ChildProcess[] = [];
  const start = async (module: string, ...args: string[]): Promise<[ChildProcess, unknown]> => {
    const child = fork(join(__dirname, module), args, { execArgv: ['--import=tsx'] });
    children.push(child);
    return [child, await messageOf(child)];
  };
  try {
    const [, told] = await start('transfer-service.ts', spool, String(TOTAL));
    const service = v.parse(Service, told);
    const files = await Promise.all(
      Array.from({ length: FILES }, (_, n) => makeFile(join(folder, `${n}.bin`))),
    );
    const saved = join(folder, 'saved');
    const paths = files.map(({ path }) => path);
    const [uploader] = await start('transfer-host.ts');
    const [downloader] = await start('transfer-host.ts');
    const upload = (origin: string) => order(uploader, { origin, upload: paths });
    const download = (origin: string) => order(downloader, { origin, download: { to: saved, size: TOTAL } });

    await upload(`${service.url}/check`);
    assert.deepEqual(
      await hashesIn(spool),
      files.map(({ sha256 }) => sha256),
    );
    await rm(spool);
    const fields = paths.flatMap((path) => ['-F', `files=@${path}`]);
    const curlUp = (origin: string) =>
      curl('-o', '/dev/null', '-F', 'message=x', ...fields, `${origin}/api/v1/tasks`);
    const up = await bothWays(service.url, upload, curlUp);
    await Promise.all(paths.map((path) => rm(path)));
    const curlDown = (origin: string) =>
      curl('-o', saved, `${origin}/api/v1/tasks/t/artifacts/download?path=file`);
    const down = await bothWays(service.url, download, curlDown);
    await download(service.url);
    assert.equal(await hashOf(saved), service.sha256);
    return [
      ...figures(`upload of ${FILES} x ${SIZE / MB} MB`, up.free),
      ...figures(`download of ${MEGABYTES} MB`, down.free),
      overLine('upload', up.line),
      overLine('download', down.line),
    ];
  } finally {
    for (const child of children) child.disconnect();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly own: number;
  readonly curl: number;
  readonly peak: number;
}

type Moving = (origin: string) => Promise<v.InferOutput<typeof Moved>>;

/** As fast as the service can, and as fast as a line would. */
async function bothWays(
  url: string,
  own: Moving,
  other: (origin: string) => Promise<unknown>,
): Promise<{ free: Measured; line: Measured }> {
  const at = (origin: string, count: number): Promise<Measured> =>
    rounds(
      () => own(origin),
      () => other(origin),
      count,
    );
  return { free: await at(url, ROUNDS), line: await at(`${url}/line`, LINE_ROUNDS) };
}

async function rounds(
  own: () => Promise<v.InferOutput<typeof Moved>>,
  other: () => Promise<unknown>,
  count: number,
): Promise<Measured> {
  const times = { own: [] as number[], curl: [] as number[] };
  let peak = 0;
  for (let round = 0; round < count; round += 1) {
    const moved = await own();
    times.own.push(moved.ms);
    peak = Math.max(peak, moved.peak);
    times.curl.push(await timed(other));
  }
  return { own: median(times.own), curl: median(times.curl), peak };
}

function figures(what: string, { own, curl: reference, peak }: Measured): Figure[] {
  const direction = what.slice(0, what.indexOf(' '));
  return [
    {
      name: `P10 ${direction}`,
      what: `time of the ${what}`,
      against: 'curl',
      ratio: own / reference,
      target: 1.15,
      detail: `${ms(own)} against ${ms(reference)}`,
    },
    {
      name: `P10 ${direction} memory`,
      what: `growth of the process by the ${what}`,
      against: `${TARGET_GROWTH} MB`,
      ratio: peak / MB / TARGET_GROWTH,
      target: 1,
      detail: `${(peak / MB).toFixed(0)} MB at its peak above the process that has loaded the code`,
    },
  ];
}

function overLine(direction: string, { own, curl: reference }: Measured): Figure {
  return {
    name: `P10 ${direction} by line`,
    what: `time of the ${direction} over a line of a gigabit a second`,
    against: 'curl',
    ratio: own / reference,
    target: 1.15,
    detail: `${ms(own)} against ${ms(reference)}`,
  };
}

async function order(child: ChildProcess, what: object): Promise<v.InferOutput<typeof Moved>> {
  child.send(what);
  return v.parse(Moved, await messageOf(child));
}

function messageOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('A process of the benchmark ended.')));
  });
}

function curl(...args: string[]): Promise<unknown> {
  return run('curl', ['-sSf', '--noproxy', '*', '-H', 'Expect:', ...args]);
}

async function makeFile(path: string): Promise<{ path: string; sha256: string }> {
  const content = randomBytes(SIZE);
  await writeFile(path, content);
  return { path, sha256: createHash('sha256').update(content).digest('hex') };
}

async function hashOf(path: string, range: { start?: number; end?: number } = {}): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, range), hash);
  return hash.digest('hex');
}

/** Of each file in a multipart body, whose files all have the same size. */
async function hashesIn(body: string): Promise<string[]> {
  const hashes: string[] = [];
  const handle = await open(body);
  try {
    for (let position = 0; ;) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, position);
      const text = buffer.subarray(0, bytesRead).toString('latin1');
      const headEnd = text.indexOf('\r\n\r\n');
      if (headEnd < 0) return hashes;
      const content = position + headEnd + 4;
      if (text.slice(0, headEnd).includes('filename=')) {
        hashes.push(await hashOf(body, { start: content, end: content + SIZE - 1 }));
        position = content + SIZE + 2;
      } else position += text.indexOf('\r\n--', headEnd + 4) + 2;
    }
  } finally {
    await handle.close();
  }
}
