import * as vscode from 'vscode';
import { formatSize } from '../../core/file-size';

/** Milliseconds between two words about the progress. */
const pace = 100;

/**
 * Runs `work` under a notification that tells how many of `total` bytes are done and can be cancelled. Answers undefined when it was;
 * throws what `work` throws.
 */
export async function withProgress<T>(
  title: string,
  total: number,
  work: (signal: AbortSignal, advance: (bytes: number) => void) => Promise<T>,
): Promise<T | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    let done = 0;
    let told = 0;
    let toldAt = 0;
    const advance = (bytes: number): void => {
      done += bytes;
      if (Date.now() - toldAt < pace && done < total) return;
      const increment = total > 0 ? ((done - told) / total) * 100 : 0;
      progress.report({ increment, message: `${formatSize(done)} of ${formatSize(Math.max(done, total))}` });
      told = done;
      toldAt = Date.now();
    };
    try {
      return await work(abort.signal, advance);
    } catch (error) {
      if (abort.signal.aborted) return undefined;
      throw error;
    } finally {
      listening.dispose();
    }
  });
}
