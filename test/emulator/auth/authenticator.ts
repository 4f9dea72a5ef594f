import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../http/api-error';
import { stringOf } from '../http/json';
import { credentialId, type Credentials } from './credentials';
import type { EnvMap } from './env-map';
import { signJwt, verifyJwt } from './jwt';

/** Who asks. Each owner sees only the tasks made with the same key, or by the same end user of a widget. */
export interface Caller {
  readonly ownerId: string;
  readonly username: string;
  /** Variables that came with the token; kept in memory only. */
  readonly env: EnvMap;
  readonly secrets: EnvMap;
}

export interface TokenRequest {
  readonly endUserId: string;
  readonly lifetimeMs: number;
  readonly env: EnvMap;
  readonly secrets: EnvMap;
}

/** Tells callers by their headers, and makes and checks widget tokens. */
export class Authenticator {
  private readonly callersByKey = new Map<string, Caller>();
  private readonly secretsByToken = new Map<string, { env: EnvMap; secrets: EnvMap }>();
  private readonly signingSecret: string;

  constructor(private readonly credentials: Credentials) {
    for (const key of credentials.keys) this.addKey(key);
    this.signingSecret = createHash('sha256').update(`jwt:${credentials.widgetApp.appSecret}`).digest('hex');
  }

  /** `sibling`: a key of the same project, which sees the same tasks. */
  addKey(key: string, sibling?: string): void {
    const ownerId = this.callersByKey.get(sibling ?? '')?.ownerId ?? credentialId(key);
    this.callersByKey.set(key, { ownerId, username: 'emulator', env: {}, secrets: {} });
  }

  /** From now on the key is refused, as one that was revoked in the console. */
  revokeKey(key: string): void {
    this.callersByKey.delete(key);
  }

  /** Throws AUTH_REQUIRED, INVALID_AUTH_FORMAT, INVALID_API_KEY or INVALID_TOKEN. */
  authenticate(headers: IncomingHttpHeaders): Caller {
    const authorization = headers.authorization;
    const apiKey = stringOf(headers['x-api-key']);
    if (authorization === undefined) {
      if (apiKey === undefined) throw new ApiError('AUTH_REQUIRED', 'Authentication required');
      return this.callerOfKey(apiKey);
    }
    const credential = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (credential === undefined) {
      throw new ApiError('INVALID_AUTH_FORMAT', 'Use "Authorization: Bearer <key or token>"');
    }
    if (credential.startsWith('eyJ')) return this.callerOfToken(credential);
    if (credential.startsWith('sigmic_')) return this.callerOfKey(credential);
    throw new ApiError('INVALID_AUTH_FORMAT', 'Neither an API key (sigmic_...) nor a token (eyJ...)');
  }

  /** A token for one end user; expiry in whole seconds, as JWTs count. */
  issueToken(request: TokenRequest): { token: string; expiresAt: string } {
    const exp = Math.floor((Date.now() + request.lifetimeMs) / 1000);
    const claims = {
      sub: request.endUserId,
      app: this.credentials.widgetApp.appId,
      exp,
      iat: Date.now() / 1000,
    };
    const token = signJwt(claims, this.signingSecret);
    this.secretsByToken.set(token, { env: request.env, secrets: request.secrets });
    return { token, expiresAt: new Date(exp * 1000).toISOString() };
  }

  private callerOfKey(key: string): Caller {
    const caller = this.callersByKey.get(key);
    if (caller === undefined) throw new ApiError('INVALID_API_KEY', 'Invalid or expired API key');
    return caller;
  }

  private callerOfToken(token: string): Caller {
    const claims = verifyJwt(token, this.signingSecret, Date.now());
    const user = stringOf(claims?.sub);
    if (claims === undefined || user === undefined) {
      throw new ApiError('INVALID_TOKEN', 'Invalid or expired token');
    }
    const { env, secrets } = this.secretsByToken.get(token) ?? { env: {}, secrets: {} };
    return { ownerId: credentialId(`${String(claims.app)}/${user}`), username: user, env, secrets };
  }
}
