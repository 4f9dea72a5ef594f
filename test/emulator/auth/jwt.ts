import { createHmac, timingSafeEqual } from 'node:crypto';
import { isObject, type JsonObject } from '../http/json';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signature(head: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(head).digest();
}

/** An HS256 JWT; its first two letters are always `eyJ`, as the service's own tokens begin. */
export function signJwt(claims: JsonObject, secret: string): string {
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${head}.${signature(head, secret).toString('base64url')}`;
}

/** The claims of a token that we signed and that has not expired at `now` (ms), else undefined. */
export function verifyJwt(token: string, secret: string, now: number): JsonObject | undefined {
  const [header, payload, given, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || given === undefined || rest.length > 0)
    return undefined;
  const wanted = signature(`${header}.${payload}`, secret);
  const got = Buffer.from(given, 'base64url');
  if (got.length !== wanted.length || !timingSafeEqual(got, wanted)) return undefined;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(claims) || typeof claims.exp !== 'number') return undefined;
  return claims.exp * 1000 > now ? claims : undefined;
}
