/** The proxy answered, but does not let us through. */
export class ProxyRefusedError extends Error {
  readonly code: 'PROXY_AUTH_REQUIRED' | 'PROXY_REFUSED';

  constructor(readonly status: number) {
    super(
      status === 407
        ? 'The proxy asks for a user name and password (407).'
        : `The proxy did not open a connection (status ${status}).`,
    );
    this.name = 'ProxyRefusedError';
    this.code = status === 407 ? 'PROXY_AUTH_REQUIRED' : 'PROXY_REFUSED';
  }
}
