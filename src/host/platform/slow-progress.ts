import * as vscode from 'vscode';

/** What takes less than this (ms) is done before anybody reads about it. */
const WORTH_TELLING_MS = 700;

export interface SlowWork {
  readonly signal: AbortSignal;
  /** Says how far it is. */
  readonly report: (message: string) => void;
}

/** Runs `work`, and shows that it runs, with a way to stop it, when it takes a while. */
export async function withSlowProgress<T>(title: string, work: (to: SlowWork) => Promise<T>): Promise<T> {
  const aborter = new AbortController();
  let message = '';
  let show = (text: string): void => {
    message = text;
  };
  const running = work({ signal: aborter.signal, report: (text) => show(text) });
  const timer = setTimeout(() => {
    const location = vscode.ProgressLocation.Notification;
    void vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      token.onCancellationRequested(() => aborter.abort());
      show = (text) => progress.report({ message: text });
      show(message);
      return running.then(
        () => undefined,
        () => undefined,
      );
    });
  }, WORTH_TELLING_MS);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
