/** The codes of api.md with the HTTP status that goes with each. EXECUTION_ERROR's status is open: 500 here. */
const statuses = {
  AUTH_REQUIRED: 401,
  INVALID_API_KEY: 401,
  INVALID_AUTH_FORMAT: 401,
  INVALID_TOKEN: 401,
  INVALID_CREDENTIALS: 401,
  FORBIDDEN: 403,
  ORIGIN_NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  VALIDATION_ERROR: 400,
  MISSING_CREDENTIALS: 400,
  MISSING_END_USER_ID: 400,
  INVALID_EXPIRES_IN: 400,
  INVALID_ENV: 400,
  EXECUTION_ERROR: 500,
  JWT_NOT_CONFIGURED: 501,
} as const;

export type ApiErrorCode = keyof typeof statuses;

/** A failure that the caller is told about as `{"success":false,"error":{message,code}}`. */
export class ApiError extends Error {
  readonly status: number;

  constructor(
    readonly code: ApiErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = statuses[code];
  }
}

export const validationError = (message: string): ApiError => new ApiError('VALIDATION_ERROR', message);
export const notFound = (what: string): ApiError => new ApiError('NOT_FOUND', `${what} not found`);

/** The body of a failure. */
export function failureBody(code: string, message: string): object {
  return { success: false, error: { message, code } };
}

/** The body of a success. */
export function successBody(data: unknown): object {
  return { success: true, data };
}
