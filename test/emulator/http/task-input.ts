import type { FastifyRequest } from 'fastify';
import { readEnvMap, type EnvMap } from '../auth/env-map';
import { unpackArchives } from '../workspace/place-uploads';
import { validationError } from './api-error';
import { isObject, type JsonObject } from './json';
import { readForm, type StagedFile } from './uploads';

export interface MessageInput {
  readonly message: string;
  readonly files: StagedFile[];
}

export interface TaskInput extends MessageInput {
  readonly systemPrompt: string | null;
  readonly showInHistory: boolean;
  readonly autoExecute: boolean;
  readonly env: EnvMap | null;
  readonly secrets: EnvMap;
}

/** The body of `POST /tasks`: multipart with files, or JSON with env and secrets, never both. */
export async function readTaskInput(request: FastifyRequest, stagingDir: string): Promise<TaskInput> {
  const { body, files } = await readBody(request, stagingDir);
  if (request.isMultipart() && ('env' in body || 'secrets' in body)) {
    throw validationError('env and secrets need a JSON request; they cannot be combined with files');
  }
  return {
    message: messageOf(body),
    files,
    systemPrompt: optionalString(body, 'systemPrompt'),
    showInHistory: flag(body, 'showInHistory'),
    autoExecute: flag(body, 'autoExecute'),
    env: readEnvMap(body.env, 'env', validationError),
    secrets: readEnvMap(body.secrets, 'secrets', validationError) ?? {},
  };
}

/** The body of `POST /tasks/:id/messages`. */
export async function readMessageInput(request: FastifyRequest, stagingDir: string): Promise<MessageInput> {
  const { body, files } = await readBody(request, stagingDir);
  return { message: messageOf(body), files };
}

async function readBody(
  request: FastifyRequest,
  stagingDir: string,
): Promise<{ body: JsonObject; files: StagedFile[] }> {
  if (!request.isMultipart()) {
    if (!isObject(request.body))
      throw validationError('The body must be a JSON object or multipart/form-data');
    request.logged.body = request.body;
    return { body: request.body, files: [] };
  }
  const { fields, files } = await readForm(request, stagingDir);
  request.logged.fields = fields;
  request.logged.files = files.map(({ name, mimeType, size, sha256 }) => ({ name, mimeType, size, sha256 }));
  await unpackArchives(files);
  return { body: fields, files };
}

function messageOf(body: JsonObject): string {
  const { message } = body;
  if (typeof message !== 'string' || message.trim() === '') throw validationError('message is required');
  return message;
}

function optionalString(body: JsonObject, field: string): string | null {
  const value = body[field];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw validationError(`${field} must be a string`);
  return value;
}

/** A boolean that is true unless said otherwise; forms spell it as text. */
function flag(body: JsonObject, field: string): boolean {
  const value = body[field];
  if (value === undefined || value === null || value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw validationError(`${field} must be true or false`);
}
