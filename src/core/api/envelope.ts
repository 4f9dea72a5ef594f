import * as v from 'valibot';
import { SigmicError } from './errors';
import { failure } from './failure';
import type { HttpResponse } from './http';
import { parseJson } from './parse-json';

/** Bytes of a successful answer and of a failed one that are read at most. */
const maxAnswer = 64 * 1024 * 1024;
const maxFailure = 64 * 1024;

/** A successful answer: its `data`, and what may stand beside it. */
export interface Envelope {
  readonly data: unknown;
  readonly pagination: unknown;
}

/** Reads `{success, data}` (api.md "Envelope and errors"); anything else is thrown as a SigmicError. */
export async function readEnvelope(method: string, response: HttpResponse): Promise<Envelope> {
  const { status } = response;
  const ok = status >= 200 && status < 300;
  const text = await readText(response, ok ? maxAnswer : maxFailure);
  const answer = parseObject(text);
  const html = response.contentType.includes('html') || /^\s*</.test(text ?? '');
  if (
    ok &&
    answer !== undefined &&
    answer.success !== false &&
    ('data' in answer || answer.success === true)
  ) {
    return { data: answer.data, pagination: answer.pagination };
  }
  if (ok && answer?.success !== false) {
    throw malformed(status, html ? 'HTML' : answer === undefined ? 'NOT_JSON' : 'UNEXPECTED_SHAPE', method);
  }
  throw failure({ method, status, error: answer?.error, html, retryAfterMs: response.retryAfterMs });
}

/** `data` as the schema says, or SigmicError('malformed') that names the place but never the content. */
export function checkData<const S extends v.GenericSchema>(
  schema: S,
  data: unknown,
  method: string,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, data);
  if (parsed.success) return parsed.output;
  const place = v.getDotPath(parsed.issues[0]) ?? 'data';
  throw malformed(200, 'UNEXPECTED_SHAPE', method, ` (at ${place})`);
}

function malformed(status: number, code: string, method: string, place = ''): SigmicError {
  return new SigmicError('malformed', `The answer is not what the API promises: ${code}${place}.`, {
    code,
    status,
    retryable: method !== 'POST',
  });
}

/** The body as text; undefined when it is longer than `limit` bytes (the rest is left unread). */
async function readText(response: HttpResponse, limit: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed = v.safeParse(v.record(v.string(), v.unknown()), parseJson(text ?? ''));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
