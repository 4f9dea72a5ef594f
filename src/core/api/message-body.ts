import type { Readable } from 'node:stream';
import type { Deadline } from './deadline';
import { SigmicError } from './errors';
import type { HttpRequest } from './http';
import { multipart } from './multipart';
import type { NewMessage, NewTask, SendOptions, StringMap } from './types';
import { checkUpload } from './upload';
import { problemOfName } from './variable-name';

/** How a message travels: its headers, and its body for each attempt. */
export interface MessageBody {
  readonly headers: NonNullable<HttpRequest['headers']>;
  open(deadline: Deadline): string | Readable;
}

/** A JSON body; fields that are undefined are left out. */
export function jsonBody(value: unknown): MessageBody {
  const text = JSON.stringify(value);
  return { headers: { 'content-type': 'application/json' }, open: () => text };
}

/** JSON without files (the only form that takes env and secrets), multipart with them. Throws SigmicError('invalid'). */
export function taskBody(input: NewTask, options: SendOptions): MessageBody {
  const { message, systemPrompt, showInHistory, autoExecute, files = [], env, secrets } = input;
  checkMessage(message);
  checkNames(env);
  checkNames(secrets);
  if (files.length === 0)
    return jsonBody({ message, systemPrompt, showInHistory, autoExecute, env, secrets });
  if (!isEmpty(env) || !isEmpty(secrets)) {
    throw refuse('FILES_WITH_ENV', 'Files cannot be sent together with environment variables or secrets.');
  }
  const fields = {
    systemPrompt,
    showInHistory: showInHistory?.toString(),
    autoExecute: autoExecute.toString(),
  };
  return multipartBody({ message, ...fields }, files, options);
}

/** A follow-up: JSON without files, multipart with them. Throws SigmicError('invalid'). */
export function followUpBody({ message, files = [] }: NewMessage, options: SendOptions): MessageBody {
  checkMessage(message);
  return files.length === 0 ? jsonBody({ message }) : multipartBody({ message }, files, options);
}

function multipartBody(
  fields: Readonly<Record<string, string | undefined>>,
  files: NonNullable<NewMessage['files']>,
  { onProgress }: SendOptions,
): MessageBody {
  checkUpload(files);
  const body = multipart(fields, files);
  return {
    headers: { 'content-type': body.contentType, 'content-length': String(body.length) },
    open: (deadline) =>
      body.open((bytes) => {
        deadline.touch();
        onProgress?.(bytes, body.length);
      }),
  };
}

function checkMessage(message: string): void {
  if (message.trim() === '') throw refuse('EMPTY_MESSAGE', 'The message is empty.');
}

function checkNames(map: StringMap | undefined): void {
  const wrong = Object.keys(map ?? {}).find((name) => problemOfName(name) !== undefined);
  if (wrong === undefined) return;
  throw refuse('INVALID_ENV', `"${wrong}" is no valid name: use letters, digits and _, not a digit first.`);
}

function isEmpty(map: StringMap | undefined): boolean {
  return Object.keys(map ?? {}).length === 0;
}

function refuse(code: string, message: string): SigmicError {
  return new SigmicError('invalid', message, { code, sent: false });
}
