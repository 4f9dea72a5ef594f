import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import type { Artifact, SigmicClient } from '../../core/api';
import { makeVisible, shorten, withoutLinks } from '../../core/visible-text';
import { readWhole } from './read-whole';

type Client = Pick<SigmicClient, 'downloadArtifact'>;

/** Saves a file with progress and a way to cancel. What was at `destination` stays until all of the new file is there. */
export async function saveDownload(
  client: Client,
  taskId: string,
  file: Artifact,
  destination: vscode.Uri,
): Promise<void> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: `Saving ${withoutLinks(shorten(makeVisible(file.name || file.path), 80))}`,
    cancellable: true,
  };
  await vscode.window.withProgress(progress, async (report, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    try {
      if (destination.scheme === 'file') {
        await streamToDisk(client, taskId, file, destination.fsPath, abort.signal, (percent) =>
          report.report({ increment: percent }),
        );
      } else {
        await vscode.workspace.fs.writeFile(destination, await readWhole(client, taskId, file, abort.signal));
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  });
}

async function streamToDisk(
  client: Client,
  taskId: string,
  file: Artifact,
  path: string,
  signal: AbortSignal,
  advance: (percent: number) => void,
): Promise<void> {
  const { body, size } = await client.downloadArtifact(taskId, file.path, { signal });
  const total = size ?? file.size;
  // Beside its destination, so that the last step is a rename on one disk.
  const draft = `${path}.${randomUUID()}.part`;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      if (total > 0) advance((chunk.byteLength / total) * 100);
      yield chunk;
    }
  };
  try {
    await pipeline(counted, createWriteStream(draft, { flags: 'wx' }), { signal });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
