import type { FastifyInstance } from 'fastify';
import { readEnvMap } from '../auth/env-map';
import { ApiError, successBody } from '../http/api-error';
import { isObject } from '../http/json';
import type { Service } from '../service';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `POST /auth/token`: a widget app's credentials for a short-lived JWT of one end user. */
export function tokenRoute(app: FastifyInstance, service: Service): void {
  app.post('/auth/token', (request) => {
    const { widgetApp } = service;
    if (widgetApp === undefined) throw new ApiError('JWT_NOT_CONFIGURED', 'Widget tokens are not configured');
    const body = isObject(request.body) ? request.body : {};
    request.logged.body = body;
    const { appId, appSecret, endUserId } = body;
    if (!isText(appId) || !isText(appSecret)) {
      throw new ApiError('MISSING_CREDENTIALS', 'appId and appSecret are required');
    }
    if (appId !== widgetApp.appId || appSecret !== widgetApp.appSecret) {
      throw new ApiError('INVALID_CREDENTIALS', 'Unknown appId or wrong appSecret');
    }
    if (!isText(endUserId)) throw new ApiError('MISSING_END_USER_ID', 'endUserId is required');
    const lifetimeMs = lifetime(body.expiresIn ?? '1h');
    const invalidEnv = (message: string): Error => new ApiError('INVALID_ENV', message);
    const env = readEnvMap(body.env, 'env', invalidEnv) ?? {};
    const secrets = readEnvMap(body.secrets, 'secrets', invalidEnv) ?? {};
    return successBody(service.auth.issueToken({ endUserId, lifetimeMs, env, secrets }));
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A lifetime such as `90s`, `15m`, `1h` or `7d`, in milliseconds. */
function lifetime(value: unknown): number {
  const [, count, unit] = (typeof value === 'string' ? /^([1-9]\d{0,5})([smhd])$/.exec(value) : null) ?? [];
  if (count === undefined || !(unit === 's' || unit === 'm' || unit === 'h' || unit === 'd')) {
    throw new ApiError('INVALID_EXPIRES_IN', 'expiresIn must be like "90s", "15m", "1h" or "7d"');
  }
  return Number(count) * unitMs[unit];
}
