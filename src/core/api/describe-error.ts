export type ErrorAction = 'signIn' | 'retry' | 'settings' | 'log';

export interface ErrorDescription {
  readonly message: string;
  readonly action?: { readonly id: ErrorAction; readonly label: string };
}

export function describeError(error: unknown, doing: string): ErrorDescription {
  return { message: `Could not ${doing}: ${String(error)}` };
}
