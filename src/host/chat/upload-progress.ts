import * as vscode from 'vscode';
import type { UploadFile } from '../../core/api';
import type { Progress } from './delivery';

/** Below this many bytes an upload is over before anybody reads about it. */
const WORTH_TELLING = 2 * 1024 * 1024;

/** Shows how far a large upload is, and lets the person stop it. */
export async function withUploadProgress(
  files: readonly UploadFile[],
  operation: (progress: Progress) => Promise<void>,
): Promise<void> {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes < WORTH_TELLING) return operation({});
  const title = files.length === 1 ? 'Sending a file to Sigmic' : `Sending ${files.length} files to Sigmic`;
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
    const aborter = new AbortController();
    token.onCancellationRequested(() => aborter.abort());
    let shown = 0;
    const onProgress = (sent: number, total: number): void => {
      const percent = Math.floor((100 * sent) / Math.max(total, 1));
      if (percent <= shown) return;
      progress.report({
        increment: percent - shown,
        message: `${megabytes(sent)} of ${megabytes(total)} MB`,
      });
      shown = percent;
    };
    return operation({ signal: aborter.signal, onProgress });
  });
}

function megabytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toFixed(1);
}
