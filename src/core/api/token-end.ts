import * as v from 'valibot';

const ClaimsSchema = v.object({ exp: v.pipe(v.number(), v.finite(), v.minValue(0)) });

/**
 * When a JWT says that it ends (epoch ms, RFC 7519 `exp`); undefined for a key, and for a token that does not say. Only for
 * words to people: nothing is verified, and whether it still counts is the server's to say.
 */
export function tokenEnd(credential: string): number | undefined {
  if (!credential.startsWith('eyJ')) return undefined;
  const [, payload = ''] = credential.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const parsed = v.safeParse(ClaimsSchema, claims);
    return parsed.success ? parsed.output.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
