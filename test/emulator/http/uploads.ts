import multipart, { type Multipart, type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { validationError } from './api-error';

export const maxFiles = 20;
export const maxFileBytes = 50 * 1024 * 1024;

/** An uploaded file that waits in a staging folder until the request is known to be good. */
export interface StagedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly size: number;
  readonly sha256: string;
  /** Where the bytes are for now. */
  readonly stagedPath: string;
}

export interface Form {
  readonly fields: Record<string, string>;
  readonly files: StagedFile[];
}

export async function registerMultipart(app: FastifyInstance): Promise<void> {
  const limits = { fileSize: maxFileBytes, fieldSize: maxFileBytes, files: 1_000 };
  // Limits are checked below, where the rest of the request can still be read before the answer goes out.
  await app.register(multipart, { limits, throwFileSizeLimit: false });
}

/** Reads a whole multipart request; each file goes straight to disk. Throws VALIDATION_ERROR after the last byte. */
export async function readForm(request: FastifyRequest, stagingDir: string): Promise<Form> {
  const fields: Record<string, string> = {};
  const files: StagedFile[] = [];
  let problem: string | undefined;
  for await (const part of partsOf(request)) {
    if (part.type === 'file') {
      problem ??= fileProblem(part, files.length);
      if (problem === undefined) {
        files.push(await stage(part, stagingDir));
        if (part.file.truncated) problem = `"${part.filename}" is larger than 50 MB`;
      } else {
        part.file.resume();
      }
    } else {
      fields[part.fieldname] = fieldText(part);
    }
  }
  if (problem !== undefined) throw validationError(problem);
  return { fields, files };
}

/** The parts of the request; a body that is not well-formed is the client's mistake. */
async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts();
  } catch (error) {
    throw error instanceof Error && /multipart/i.test(error.message) ? validationError(error.message) : error;
  }
}

/** Runs `use` with a staging folder of its own that is gone afterwards. */
export async function withStaging<Result>(
  dataDir: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = join(dataDir, 'staging', randomUUID());
  await mkdir(folder, { recursive: true });
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function fileProblem(part: MultipartFile, before: number): string | undefined {
  if (part.fieldname !== 'files') return `Unexpected file field "${part.fieldname}"`;
  return before >= maxFiles ? `More than ${maxFiles} files` : undefined;
}

function fieldText(part: Multipart): string {
  return part.type === 'field' && typeof part.value === 'string' ? part.value : '';
}

async function stage(part: MultipartFile, stagingDir: string): Promise<StagedFile> {
  const stagedPath = join(stagingDir, randomUUID());
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      hash.update(chunk);
      size += chunk.length;
      callback(null, chunk);
    },
  });
  await pipeline(part.file, measure, createWriteStream(stagedPath));
  return { name: part.filename, mimeType: part.mimetype, size, sha256: hash.digest('hex'), stagedPath };
}
