/** What a button beside a message does. */
export type ErrorAction = 'signIn' | 'retry' | 'settings' | 'console' | 'log';

/** What a failure means, in whole sentences after "Could not ...:", and what helps. */
export interface Explanation {
  readonly text: string;
  readonly action?: ErrorAction;
}
