/** What a button beside a message does. `settings`: those of Sigmic; `proxySettings`: those of VS Code's proxy. */
export type ErrorAction =
  'signIn' | 'retry' | 'settings' | 'proxySettings' | 'checkConnection' | 'console' | 'log' | 'reload';

/** What a failure means, in whole sentences after "Could not ...:", and what helps. */
export interface Explanation {
  readonly text: string;
  readonly action?: ErrorAction;
}
